import { OpenAI } from 'openai'
import { pageReaders } from '../wire/page-readers.ts'
import type { Read } from './read.ts'

export const readByOpenai: Read = async ({ provider, origin, pageSize }, consume) => {
  const { text } = pageReaders[provider]
  const openai = new OpenAI({ apiKey: 'bench', baseURL: `${origin}/openai` })
  for await (const message of openai.files.list({ limit: pageSize })) {
    const work = consume(text(message))
    if (work !== undefined) await work
  }
}

import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The walk for each way in which an API lets pages be requested. The template has offsets. */
const WALKS = { offsets: 'walkOffsets', pages: 'walkNumberedPages', tokens: 'walkTokens' } as const

export type Paging = keyof typeof WALKS

export const PAGINGS = Object.keys(WALKS) as readonly Paging[]

export function isPaging(word: string): word is Paging {
  return Object.hasOwn(WALKS, word)
}

/**
 * Turns a copy of the template into a provider of an API whose pages are requested in another way. What differs is in the
 * folder `paging`: source files, what the README says about the walk, and the exchanges of the fixtures.
 */
export function changePaging(copy: string, paging: Paging): void {
  if (paging === 'offsets') return
  const differences = fileURLToPath(new URL(`../paging/${paging}`, import.meta.url))
  cpSync(join(differences, 'src'), join(copy, 'src'), { recursive: true })
  replaceIn(join(copy, 'src/provider.ts'), WALKS.offsets, WALKS[paging])
  const promise = readFileSync(join(differences, 'promise.md'), 'utf8')
  replaceIn(join(copy, 'README.md'), /(?<=\n## What a walk cannot promise\n\n).*?(?=\n## )/gs, promise)
  changeFixtures(join(copy, 'test/fixtures'), join(differences, 'exchanges.json'))
}

function replaceIn(file: string, found: string | RegExp, replacement: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(found, replacement))
}

interface Exchange {
  readonly request: { readonly query: Readonly<Record<string, string>> }
  readonly response: { readonly status: number; readonly body: Body }
}

interface Body {
  readonly messages?: readonly { readonly id: string }[]
}

interface Fixture {
  readonly calls: readonly { readonly exchanges: readonly Exchange[] }[]
}

/** What differs in an exchange: the query, and what a page contains, its messages by id. An error response has none. */
interface Difference {
  readonly query: Readonly<Record<string, string>>
  readonly messages?: readonly string[]
}

/** The exchanges of each call by scenario; or why the API cannot show the scenario. */
type Differences = Readonly<Record<string, string | readonly (readonly Difference[])[]>>

/** Keeps the calls, the messages and the outcomes of the fixtures. */
function changeFixtures(folder: string, differences: string): void {
  const changes = JSON.parse(readFileSync(differences, 'utf8')) as Differences
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    const scenario = basename(name, '.json')
    const change = changes[scenario]
    if (change === undefined) throw new Error(`${differences} has no exchanges for the scenario ${scenario}.`)
    const changed =
      typeof change === 'string'
        ? { scenario, absent: change }
        : changedFixture(JSON.parse(readFileSync(file, 'utf8')) as Fixture, change)
    writeFileSync(file, `${JSON.stringify(changed, null, 2)}\n`)
  }
}

function changedFixture(fixture: Fixture, changes: readonly (readonly Difference[])[]): Fixture {
  const originals = fixture.calls.flatMap(({ exchanges }) => exchanges)
  const calls = fixture.calls.map((call, at) => ({
    ...call,
    exchanges: (changes[at] ?? []).map((change) => changedExchange(originals, change)),
  }))
  return { ...fixture, calls }
}

function changedExchange(originals: readonly Exchange[], change: Difference): Exchange {
  const { query, messages, ...page } = change
  const isSame = ({ response }: Exchange): boolean => (response.status === 200) === (messages !== undefined)
  const original = originals.find(isSame)
  if (original === undefined) throw new Error('The template has no such response.')
  const { request, response } = original
  const { with: participant = '' } = request.query
  return {
    request: { ...request, query: { with: participant, ...query } },
    response: {
      ...response,
      body:
        messages === undefined
          ? response.body
          : { ...response.body, messages: messages.map((id) => messageOf(originals, id)), ...page },
    },
  }
}

function messageOf(exchanges: readonly Exchange[], id: string): { readonly id: string } {
  const messages = exchanges.flatMap(({ response }) => response.body.messages ?? [])
  const message = messages.find((candidate) => candidate.id === id)
  if (message === undefined) throw new Error(`The template has no message ${id}.`)
  return message
}

import type { Destination } from './destination.ts'
import { print } from './print.ts'

/** @param beforeWriting Clears the progress line of the terminal. */
export async function standardOutput(head: string, beforeWriting: () => void): Promise<Destination> {
  let isEmpty = true
  let isWhole = true
  const write = async (text: string): Promise<void> => {
    if (text === '') return
    isEmpty = false
    beforeWriting()
    isWhole = false
    await print(text)
    isWhole = true
  }
  await write(head)
  return {
    position: () => null,
    append: write,
    async finish(rest) {
      await write(rest)
      return null
    },
    async finishPartly(rest) {
      await write(rest)
      return 'The others were read.'
    },
    async abandon(rest) {
      if (!isWhole) return ''
      await write(rest)
      if (isEmpty) return ''
      return 'The printed pages are whole. To be able to resume, add --output FILE --resume STATE.'
    },
  }
}

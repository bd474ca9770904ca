import { readFileSync } from 'node:fs'
import { type Simulator, startSimulator } from '@sms/simulator'
import { createSmstools } from '@sms/smstools'
import { expect, test } from 'vitest'
import { ROOT } from '@sms/config/workspace'

const PAGE_SIZE = 3

interface TimedMessage {
  readonly unixDatetime: number
}

/** Nine messages, numbered from the oldest. Message 10 arrives before the second request. */
async function simulate(): Promise<{ simulator: Simulator; participant: string; numberOf: NumberOf }> {
  const simulator = await startSimulator({
    messages: 9,
    beforeAnswer({ number }) {
      if (number === 2) conversation.add({ text: 'Message 10' })
    },
  })
  const [participant = ''] = simulator.participants
  const conversation = simulator.conversation(participant)
  const times = Array.from({ length: 9 }, (_, at) => conversation.at(at).time.getTime() / 1000)
  return { simulator, participant, numberOf: (seconds) => times.indexOf(seconds) + 1 }
}

type NumberOf = (seconds: number) => number

/** Requests two pages, one after the other, as a plain loop does. */
async function readPlainly(): Promise<readonly (readonly number[])[]> {
  const { simulator, participant, numberOf } = await simulate()
  await using _ = simulator
  const { baseUrl, clientId, clientSecret } = simulator.smstools
  const pages: number[][] = []
  for (const page of [1, 2]) {
    const url = `${baseUrl}/conversation/${participant.slice(1)}?limit=${PAGE_SIZE}&page=${page}`
    const response = await fetch(url, {
      headers: { 'x-client-id': clientId, 'x-client-secret': clientSecret },
    })
    const { conversation } = (await response.json()) as { readonly conversation: readonly TimedMessage[] }
    pages.push(conversation.map(({ unixDatetime }) => numberOf(unixDatetime)))
  }
  return pages
}

async function readExactly(): Promise<readonly number[]> {
  const { simulator, participant, numberOf } = await simulate()
  await using _ = simulator
  const options = { pageSize: PAGE_SIZE, concurrency: 1, limit: 2 * PAGE_SIZE }
  const messages = await createSmstools(simulator.smstools).messages(participant, options).toArray()
  return messages.map(({ timestamp }) => numberOf((timestamp?.getTime() ?? 0) / 1000))
}

test('the README shows what a plain loop and a walk read if a message arrives between two requests', async () => {
  const [first = [], second = []] = await readPlainly()
  const twice = second.filter((number) => first.includes(number))
  const yielded = await readExactly()
  const line = `page 1: ${first.join(' ')} | page 2: ${second.join(' ')}      a plain loop reads ${twice.join(' ')} twice; @sms yields ${yielded.join(' ')}`
  expect(readFileSync(`${ROOT}/README.md`, 'utf8').split('\n')).toContain(line)
})

import { setTimeout as sleep } from 'node:timers/promises'
import {
  type FaultName,
  type FaultShares,
  type SimulatedConversation,
  type SimulatorRequest,
  startSimulator,
} from '@sms/simulator'
import type { SimulatorAddress } from '../providers.ts'
import { lanes } from './lanes.ts'
import type { Counts, Question } from './questions.ts'
import { random } from './random.ts'

// A simulator in a process of its own, with faults, whose conversations change while they are read. Its first message is
// its address. It sends one answer for each question, and ends with its parent.

/**
 * A reader pays for each retry with five good responses (`RetryPolicy` of @sms/core), so the share of faults must stay
 * well below a sixth. An unreadable response, such as truncated JSON, is retried only once, so it is no fault here: in a
 * long run, two of them would meet.
 */
const FAULTS: FaultShares = {
  reset: 0.01,
  cut: 0.01,
  'cut-chunk': 0.01,
  stall: 0.002,
  drip: 0.002,
  'rate-limited': 0.002,
  'internal-error': 0.01,
  'bad-gateway': 0.01,
  unavailable: 0.01,
  'unknown-error': 0.01,
  'provider-problem': 0.01,
  'byte-order-mark': 0.02,
}

const CHANGES = 0.1
const MOST_AT_ONCE = 3
const SHORTEST = 100
const LONGEST = 1500

const longestWait = Number(process.argv[2])
/** For each lane, the messages that have been there since its walk began, by number. */
const throughout = new Map<number, ReadonlySet<number>>()
const failed = new Set<string>()
const faults: { [name in FaultName]?: number } = {}
let retries = 0
let arrivals = 0
let deletions = 0

const simulator = await startSimulator({
  seed: random(0, 2 ** 32 - 1),
  participants: lanes.length,
  messages: LONGEST,
  faults: FAULTS,
  async beforeAnswer(request) {
    note(request)
    // Responses overtake each other.
    await sleep(random(0, longestWait))
    if (Math.random() < CHANGES) change(random(0, lanes.length - 1))
  },
})
process.on('message', (question: Question) => process.send?.(answerTo(question)))
process.on('disconnect', () => void simulator.close())
const { providers, participants } = simulator
const address: SimulatorAddress = { providers, participants }
process.send?.(address)

function note({ path, query, fault }: SimulatorRequest): void {
  // Each lane has its own participant, which is in the path or in the query.
  const asked = `${path}?${query}`
  if (failed.delete(asked)) retries += 1
  if (fault === null) return
  faults[fault] = (faults[fault] ?? 0) + 1
  if (fault !== 'byte-order-mark') failed.add(asked)
}

function change(index: number): void {
  const lane = lanes[index]
  const conversation = conversationOf(index)
  const added = lane?.arrivals === true ? random(0, MOST_AT_ONCE) : 0
  const deleted = lane?.deletions === true ? Math.min(random(0, MOST_AT_ONCE), conversation.length) : 0
  for (let count = 0; count < added; count += 1) add(conversation)
  for (let count = 0; count < deleted; count += 1) conversation.delete(random(0, conversation.length - 1))
  arrivals += added
  deletions += deleted
}

function answerTo(question: Question): Counts | readonly number[] | null {
  if (question.what === 'begin') return begin(question.lane)
  if (question.what === 'end') return end(question.lane)
  return { requests: simulator.requests, retries, arrivals, deletions, faults }
}

function begin(index: number): null {
  const conversation = conversationOf(index)
  const length = random(SHORTEST, LONGEST)
  while (conversation.length < length) add(conversation)
  while (conversation.length > length) conversation.delete(0)
  throughout.set(index, new Set(messagesOf(conversation).map(({ number }) => number)))
  return null
}

function end(index: number): readonly number[] {
  const before = throughout.get(index)
  const mark = lanes[index]?.mark
  if (before === undefined || mark === undefined) throw new Error(`lane ${index} has not begun`)
  return messagesOf(conversationOf(index))
    .filter(({ number }) => before.has(number))
    .map((message) => mark.simulated(message))
}

function add(conversation: SimulatedConversation): void {
  conversation.add({ direction: Math.random() < 0.5 ? 'inbound' : 'outbound' })
}

function conversationOf(index: number): SimulatedConversation {
  return simulator.conversation(simulator.participants[index] ?? '')
}

function messagesOf(conversation: SimulatedConversation) {
  return Array.from({ length: conversation.length }, (_, index) => conversation.at(index))
}

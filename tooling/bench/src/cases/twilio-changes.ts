import { type Simulator, startSimulator } from '@sms/simulator'
import { createTwilio } from '@sms/twilio'
import twilio from 'twilio'
import type { Case } from '../case.ts'
import type { Entrant, Measurement } from '../measurement.ts'
import { readBySmsTwilio, readListAfterList, readListsAtOnce, type ReadTwilio } from '../readers/twilio.ts'
import { seeded } from '../seeded.ts'

interface TwilioEntrant extends Entrant {
  readonly read: ReadTwilio
}

const ENTRANTS: readonly TwilioEntrant[] = [
  { label: 'twilio, one list after the other', read: readListAfterList },
  { label: 'twilio, both lists at once', read: readListsAtOnce },
  { label: '@sms/twilio', read: readBySmsTwilio, target: { of: 'value', atMost: 0 } },
]

/** What happens to the lists while they are read. */
interface History {
  readonly name: string
  /** The most of each before one request. */
  readonly arrivals: number
  readonly deletions: number
  /** The request before which the page tokens are forgotten; null for none. */
  readonly forgetsAt: number | null
}

const HISTORIES: readonly History[] = [
  { name: 'arrivals', arrivals: 3, deletions: 0, forgetsAt: null },
  { name: 'deletions', arrivals: 0, deletions: 3, forgetsAt: null },
  { name: 'arrivals and deletions', arrivals: 3, deletions: 3, forgetsAt: null },
  { name: 'arrivals and deletions, and tokens refused once', arrivals: 3, deletions: 3, forgetsAt: 4 },
]

// "Use the provided paging urls": the token of a page is refused.
const TOKEN_REFUSED = 21481

/** How many messages are lost or repeated while the lists change. Each round is another history, the same for every reader. */
export const twilioChanges: Case = {
  name: 'twilio-changes',
  about:
    'How many messages of 500 are lost or repeated while the lists of messages to the participant and from it change. Each round is another seeded history, the same for every reader: before each request, up to three messages arrive, and up to three are deleted. A message is lost if it was in a list throughout and was not read.',
  rounds: 5,
  async run({ rounds, isShort, report }) {
    const [messages, pageSize] = isShort ? [80, 10] : [500, 50]
    const rows: Measurement[] = []
    for (const history of HISTORIES) {
      for (const { label, read, target = null } of ENTRANTS) {
        const outcomes: Outcome[] = []
        for (let seed = 1; seed <= rounds; seed += 1) {
          outcomes.push(await readChangingLists(read, history, { messages, pageSize, seed }))
        }
        for (const flaw of ['lost', 'repeated'] as const) {
          report(`twilio-changes: what ${label} has ${flaw} under ${history.name}`)
          rows.push({
            case: 'twilio-changes',
            subject: `${flaw} under ${history.name}`,
            entrant: label,
            unit: 'messages',
            values: outcomes.map((outcome) => outcome[flaw]),
            processor: null,
            base: null,
            target,
          })
        }
      }
    }
    return rows
  },
}

interface Outcome {
  /** How many messages were not read, although they were in the lists throughout. */
  readonly lost: number
  readonly repeated: number
}

async function readChangingLists(
  read: ReadTwilio,
  history: History,
  {
    messages,
    pageSize,
    seed,
  }: { readonly messages: number; readonly pageSize: number; readonly seed: number },
): Promise<Outcome> {
  let change: (() => void) | null = null
  await using simulator = await startSimulator({
    messages,
    participants: 1,
    beforeAnswer: () => change?.(),
  })
  const before = await listIds(simulator)
  change = changesOf(simulator, history, seed)
  const ids = await readIds(read, simulator, pageSize)
  change = null
  const after = new Set(await listIds(simulator))
  const found = new Set(ids)
  return {
    lost: before.filter((id) => after.has(id) && !found.has(id)).length,
    repeated: ids.length - found.size,
  }
}

/** Makes the changes before each request, which follow from the seed and the number of the request. */
function changesOf(
  simulator: Simulator,
  { arrivals, deletions, forgetsAt }: History,
  seed: number,
): () => void {
  const conversation = simulator.conversation(participantOf(simulator))
  const chance = seeded(seed)
  const upTo = (most: number): number => Math.floor(chance() * (most + 1))
  let requests = 0
  return () => {
    requests += 1
    for (let left = upTo(arrivals); left > 0; left -= 1) conversation.add()
    for (let left = upTo(deletions); left > 0; left -= 1) conversation.delete(upTo(conversation.length - 1))
    if (requests === forgetsAt) simulator.twilioLists.forgetTokens()
  }
}

/** Returns the ids that a reader finds; none if it fails because a token was refused. */
async function readIds(read: ReadTwilio, simulator: Simulator, pageSize: number): Promise<readonly string[]> {
  const ids: string[] = []
  const server = { twilio: simulator.twilio, participant: participantOf(simulator) }
  try {
    await read(server, pageSize, (_, id) => ids.push(id))
  } catch (error) {
    if (!(error instanceof twilio.RestException) || error.code !== TOKEN_REFUSED) throw error
  }
  return ids
}

async function listIds(simulator: Simulator): Promise<readonly string[]> {
  const messages = await createTwilio(simulator.twilio).messages(participantOf(simulator)).toArray()
  return messages.map(({ id }) => id ?? '')
}

function participantOf({ participants: [participant = ''] }: Simulator): string {
  return participant
}

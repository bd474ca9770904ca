import type { BenchProvider } from '../server/offer.ts'
import { conversationsRcs } from './conversations-rcs.ts'
import { ip1 } from './ip1.ts'
import type { PageParser } from './page-parser.ts'
import { smstools } from './smstools.ts'
import { twilio } from './twilio.ts'

/** How a loop reads each provider's pages. */
export const pageReaders: Readonly<Record<BenchProvider, PageParser>> = {
  smstools,
  'conversations-rcs': conversationsRcs,
  ip1,
  twilio,
}

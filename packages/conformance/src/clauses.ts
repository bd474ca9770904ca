import type { Clause } from './clause.ts'
import { conversationClauses } from './clauses/conversation.ts'
import { errorClauses } from './clauses/error.ts'
import { fixtureClauses } from './clauses/fixture.ts'
import { inputClauses } from './clauses/input.ts'
import { messageClauses } from './clauses/message.ts'
import { pageClauses } from './clauses/page.ts'
import { privacyClauses } from './clauses/privacy.ts'
import { readerClauses } from './clauses/reader.ts'
import { summaryClauses } from './clauses/summary.ts'

/** Everything that a provider has to keep, in the order of the README's table. */
export const clauses: readonly Clause[] = [
  ...fixtureClauses,
  ...readerClauses,
  ...inputClauses,
  ...pageClauses,
  ...messageClauses,
  ...conversationClauses,
  ...summaryClauses,
  ...errorClauses,
  ...privacyClauses,
]

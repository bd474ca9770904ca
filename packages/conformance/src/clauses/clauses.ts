import type { Clause } from './clause.ts'
import { FIXTURE_1, FIXTURE_2, FIXTURE_3, FIXTURE_4 } from './fixture.ts'
import { READER_1, READER_2, READER_11 } from './reader/self-description.ts'
import { READER_3, READER_4, READER_5 } from './reader/credentials.ts'
import { READER_6 } from './reader/base-url.ts'
import { READER_7, READER_8, READER_9 } from './reader/client-options.ts'
import { READER_10 } from './reader/hooks.ts'
import { READER_12 } from './reader/option-names.ts'
import { INPUT_1, INPUT_2, INPUT_8, INPUT_9 } from './input/participant.ts'
import { INPUT_3, INPUT_4, INPUT_5, INPUT_6 } from './input/options.ts'
import { INPUT_7 } from './input/cursor.ts'
import { PAGE_2, PAGE_3, PAGE_4 } from './page/walk.ts'
import { PAGE_5, PAGE_6 } from './page/total.ts'
import { PAGE_7, PAGE_8, PAGE_9 } from './page/cursor.ts'
import { PAGE_1, PAGE_10, PAGE_11 } from './page/iteration.ts'
import { PAGE_12, PAGE_16, PAGE_17 } from './page/requests.ts'
import { PAGE_13, PAGE_14 } from './page/stopping.ts'
import { PAGE_15 } from './page/repeated-pages.ts'
import { PAGE_18, PAGE_19, PAGE_20 } from './page/contradictions.ts'
import { MESSAGE_1, MESSAGE_4, MESSAGE_6 } from './message/fields.ts'
import { MESSAGE_2, MESSAGE_12, MESSAGE_15 } from './message/raw.ts'
import { MESSAGE_3, MESSAGE_14 } from './message/identity.ts'
import { MESSAGE_5, MESSAGE_16 } from './message/participant.ts'
import { MESSAGE_7, MESSAGE_8, MESSAGE_9, MESSAGE_10, MESSAGE_17 } from './message/selection.ts'
import { MESSAGE_11, MESSAGE_13 } from './message/unexpected-values.ts'
import { CONVERSATION_1, CONVERSATION_2, CONVERSATION_3, CONVERSATION_4 } from './conversation.ts'
import { SUMMARY_1, SUMMARY_2, SUMMARY_3 } from './summary.ts'
import { ERROR_1, ERROR_2, ERROR_3, ERROR_13 } from './error/error-response.ts'
import { ERROR_4, ERROR_5, ERROR_17, ERROR_18 } from './error/rate-limit.ts'
import { ERROR_6, ERROR_7 } from './error/outage.ts'
import { ERROR_8, ERROR_9, ERROR_20 } from './error/connection.ts'
import { ERROR_10 } from './error/redirect.ts'
import { ERROR_11, ERROR_12 } from './error/malformed-body.ts'
import { ERROR_14, ERROR_15, ERROR_19 } from './error/broken-items.ts'
import { ERROR_16 } from './error/error-facts.ts'
import { PRIVACY_1 } from './privacy/errors.ts'
import { PRIVACY_2, PRIVACY_3 } from './privacy/requests.ts'

/** Every clause, in the order of the README's table. The imports show which file holds a clause. */
export const clauses: readonly Clause[] = [
  FIXTURE_1,
  FIXTURE_2,
  FIXTURE_3,
  FIXTURE_4,
  READER_1,
  READER_2,
  READER_3,
  READER_4,
  READER_5,
  READER_6,
  READER_7,
  READER_8,
  READER_9,
  READER_10,
  READER_11,
  READER_12,
  INPUT_1,
  INPUT_2,
  INPUT_3,
  INPUT_4,
  INPUT_5,
  INPUT_6,
  INPUT_7,
  INPUT_8,
  INPUT_9,
  PAGE_1,
  PAGE_2,
  PAGE_3,
  PAGE_4,
  PAGE_5,
  PAGE_6,
  PAGE_7,
  PAGE_8,
  PAGE_9,
  PAGE_10,
  PAGE_11,
  PAGE_12,
  PAGE_13,
  PAGE_14,
  PAGE_15,
  PAGE_16,
  PAGE_17,
  PAGE_18,
  PAGE_19,
  PAGE_20,
  MESSAGE_1,
  MESSAGE_2,
  MESSAGE_3,
  MESSAGE_4,
  MESSAGE_5,
  MESSAGE_6,
  MESSAGE_7,
  MESSAGE_8,
  MESSAGE_9,
  MESSAGE_10,
  MESSAGE_11,
  MESSAGE_12,
  MESSAGE_13,
  MESSAGE_14,
  MESSAGE_15,
  MESSAGE_16,
  MESSAGE_17,
  CONVERSATION_1,
  CONVERSATION_2,
  CONVERSATION_3,
  CONVERSATION_4,
  SUMMARY_1,
  SUMMARY_2,
  SUMMARY_3,
  ERROR_1,
  ERROR_2,
  ERROR_3,
  ERROR_4,
  ERROR_5,
  ERROR_6,
  ERROR_7,
  ERROR_8,
  ERROR_9,
  ERROR_10,
  ERROR_11,
  ERROR_12,
  ERROR_13,
  ERROR_14,
  ERROR_15,
  ERROR_16,
  ERROR_17,
  ERROR_18,
  ERROR_19,
  ERROR_20,
  PRIVACY_1,
  PRIVACY_2,
  PRIVACY_3,
]

/** How a row is proven; `KINDS` says what each letter means. */
export type ProofKind = 'U' | 'N' | 'W' | 'P' | 'F'

export const KINDS: Readonly<Record<ProofKind, string>> = {
  U: 'a unit test',
  N: 'a clause of the conformance suite, replayed for every provider',
  W: 'a real server on the loopback interface',
  P: 'a property test',
  F: 'a check of committed files',
}

/** One thing that the network, a provider or a caller can do, and what is done about it. */
export interface FaultRow {
  /** The name that the titles of its tests end with, in brackets. */
  readonly name: string
  /** What happens. */
  readonly fault: string
  /** What we do. */
  readonly promise: string
  readonly kinds: readonly ProofKind[]
  /** The clauses of the conformance kit that prove it of every provider. */
  readonly clauses?: readonly string[]
}

export const ROWS: readonly FaultRow[] = [
  {
    name: 'no-connection',
    fault: 'The connection is refused or reset before the headers, or the name is not found.',
    promise: 'It is tried again; then `network`, with `attempts`.',
    kinds: ['W'],
    clauses: ['ERROR-8'],
  },
  {
    name: 'broken-body',
    fault: 'The connection is reset or ends within the body: short of `content-length`, or inside a chunk.',
    promise: 'It is tried again; then `network`, with `attempts`.',
    kinds: ['W'],
  },
  {
    name: 'cut-json',
    fault: 'JSON or gzip is cut short, but the body ends cleanly.',
    promise: '`invalid_response` after one more attempt. No error shows any of the body.',
    kinds: ['W', 'N'],
    clauses: ['ERROR-11'],
  },
  {
    name: 'slow-response',
    fault: 'The headers never come, or the body drips a byte at a time.',
    promise:
      "An attempt's `timeout` covers its body too. It is tried again; then `timeout`. The socket is freed.",
    kinds: ['W'],
    clauses: ['ERROR-9'],
  },
  {
    name: 'retry-after',
    fault:
      '429 with `Retry-After` in seconds, as a date, past, negative, garbled, with decimals, sent twice.',
    promise:
      'Waits at least that long, plus jitter. What is unusable counts as absent. Above 60 s nothing is waited for: `rate_limited` at once, with `retryAfter`.',
    kinds: ['U', 'N'],
    clauses: ['ERROR-4', 'ERROR-5'],
  },
  {
    name: 'server-error',
    fault: '5xx, 520 to 524, 408.',
    promise: 'Tried again after exponential backoff with full jitter; 501 and 505 are not.',
    kinds: ['N'],
    clauses: ['ERROR-6', 'ERROR-7'],
  },
  {
    name: 'client-error',
    fault: '400, 401, 403, 404, 422.',
    promise:
      "One request, and a code of its own. Smstools' 4xx with code 105 is `unavailable` and tried again.",
    kinds: ['N'],
    clauses: ['ERROR-1', 'ERROR-2', 'ERROR-3'],
  },
  {
    name: 'outage',
    fault: 'Everything fails while many walks run.',
    promise:
      'A reader has a budget of retries: 1000 failing calls cause far fewer than 1000. A 429 pauses all its requests.',
    kinds: ['U'],
  },
  {
    name: 'redirect',
    fault: 'A redirect (301, 302, 303, 307, 308) to another host, another port or http; a redirect loop.',
    promise: 'Never followed: `invalid_response` after one request, and none reaches the other server.',
    kinds: ['W'],
    clauses: ['ERROR-10'],
  },
  {
    name: 'foreign-link',
    fault:
      'A `Link` with `rel="next"` to another host or port, to http, with user information, to `javascript:`.',
    promise: 'Never requested. The walk goes on by its own arithmetic.',
    kinds: ['N', 'W'],
    clauses: ['PAGE-16'],
  },
  {
    name: 'hostile-link-header',
    fault: 'A `Link` header of 16 KB made to be slow, folded, in upper case, sent twice, malformed.',
    promise: 'Read in time linear in its length, or taken as absent.',
    kinds: ['P'],
  },
  {
    name: 'hostile-body',
    fault:
      'A gzip bomb, an endless body, a `content-length` that lies or is absent; JSON of millions of values or levels.',
    promise:
      'Decompressed bytes are capped by `maxResponseBytes`, values, names and levels by fixed limits: `invalid_response`, not tried again. Memory stays flat.',
    kinds: ['U', 'N', 'W'],
    clauses: ['READER-9', 'ERROR-19'],
  },
  {
    name: 'hostile-headers',
    fault: 'Stacked content encodings; response headers of more than 16 KB.',
    promise: 'An error with a code, after no more than the allowed attempts.',
    kinds: ['W'],
  },
  {
    name: 'text-encoding',
    fault: 'Invalid UTF-8, a byte-order mark, a wrong charset label.',
    promise:
      'A byte-order mark is accepted and labels are ignored. Invalid bytes are `invalid_response`, never U+FFFD.',
    kinds: ['W'],
  },
  {
    name: 'not-the-document',
    fault:
      'HTML with status 200, good JSON under a wrong label, an empty body, `null`, an object for a list.',
    promise: '`invalid_response` that names status and content-type. Good JSON is accepted under any label.',
    kinds: ['N'],
    clauses: ['ERROR-12'],
  },
  {
    name: 'error-with-200',
    fault: 'A status of 200 with an error in the body.',
    promise: 'It is the error that it says.',
    kinds: ['N'],
    clauses: ['ERROR-13'],
  },
  {
    name: 'optional-fields',
    fault: 'Optional fields are null or absent; there are fields that are not documented.',
    promise: 'Accepted. `raw` has all of them.',
    kinds: ['N'],
    clauses: ['MESSAGE-11', 'MESSAGE-12'],
  },
  {
    name: 'unknown-word',
    fault: 'Unknown words for status, direction, channel.',
    promise:
      'The status is `unknown`, the channel is the word. A direction that cannot be known is `invalid_response`.',
    kinds: ['P'],
    clauses: ['MESSAGE-13'],
  },
  {
    name: 'number-as-text',
    fault: 'Numbers as text; ids as numbers, also above 2^53.',
    promise: 'An id becomes text and loses no digit.',
    kinds: ['U', 'N'],
    clauses: ['MESSAGE-14'],
  },
  {
    name: 'broken-item',
    fault: 'One broken item in a page of 100.',
    promise:
      '`invalid_response` with its index in `issues`, ten of them at most, after the pages before it. Nothing is left out in silence.',
    kinds: ['U', 'N'],
    clauses: ['ERROR-14', 'ERROR-19'],
  },
  {
    name: 'wrong-total',
    fault: '`total` grows, shrinks, is absent, negative, a text.',
    promise: 'It never drives the walk alone; the promise of the walk holds.',
    kinds: ['N', 'P'],
    clauses: ['PAGE-5', 'PAGE-19'],
  },
  {
    name: 'silent-cap',
    fault: 'A page is smaller than requested, because the server caps pages without saying so.',
    promise: 'It is not the end; the page size is learnt.',
    kinds: ['N'],
    clauses: ['PAGE-4'],
  },
  {
    name: 'repeated-page',
    fault: 'The same page for ever; two pages in turn; page 1 in place of one out of range.',
    promise:
      'Ends, or is `pagination`, within three requests more. A repeat that arrivals explain is no error. Never a loop.',
    kinds: ['N'],
    clauses: ['PAGE-15'],
  },
  {
    name: 'changing-list',
    fault: 'Messages arrive or are deleted during the walk, at any concurrency.',
    promise: 'The promise of the walk holds.',
    kinds: ['P'],
  },
  {
    name: 'empty-page',
    fault: 'An empty page in the middle.',
    promise: 'Ends numbered pages only when nothing (a total, a link) says that there is more.',
    kinds: ['N'],
    clauses: ['PAGE-3'],
  },
  {
    name: 'invalid-option',
    fault:
      'A `limit`, `pageSize` or `concurrency` that is NaN, negative, a fraction or huge; an invalid Date; an unknown option.',
    promise: '`invalid_argument` before any request.',
    kinds: ['U'],
    clauses: ['READER-7', 'INPUT-3', 'INPUT-4'],
  },
  {
    name: 'iteration',
    fault: '`next()` in parallel, `break`, `return()`, a throw in the loop, two iterations at once.',
    promise:
      'Each page is requested once. After a break nothing is requested and what is in flight is aborted. Two iterations are two walks.',
    kinds: ['U'],
    clauses: ['PAGE-11', 'PAGE-13'],
  },
  {
    name: 'abort',
    fault: 'An abort before the call, in the headers, in the body, in a backoff, between pages.',
    promise:
      "Rejects with the signal's reason at once. No later request, no unhandled rejection, no listener left on the signal.",
    kinds: ['W', 'N'],
    clauses: ['PAGE-14'],
  },
  {
    name: 'cursor',
    fault: "A walk is resumed from any page's cursor, in another process; a cursor was edited.",
    promise: 'Exactly the rest; `invalid_argument`.',
    kinds: ['P'],
    clauses: ['INPUT-7', 'PAGE-8', 'PAGE-9'],
  },
  {
    name: 'prototype-keys',
    fault: '`__proto__`, `constructor`, `toString` as keys of the body.',
    promise: 'No pollution. `raw` is safe to spread and to `Object.assign`.',
    kinds: ['U'],
    clauses: ['MESSAGE-15'],
  },
  {
    name: 'hostile-participant',
    fault:
      "A participant such as `''`, `..`, `%2e%2e`, `a/b`, `a?b`, `a#b`, control characters, 1 MB of digits.",
    promise: '`invalid_argument`. A `+` in a query is sent as `%2B`.',
    kinds: ['U', 'N'],
    clauses: ['INPUT-1'],
  },
  {
    name: 'hostile-credential',
    fault: 'CR, LF, NUL, a space or a character beyond Latin-1 in a credential.',
    promise: 'The factory throws `invalid_argument` that names the option and never shows the value.',
    kinds: ['U'],
    clauses: ['READER-5'],
  },
  {
    name: 'base-url',
    fault:
      'A `baseUrl` with http to another host than loopback, user information, a query, a trailing slash.',
    promise: '`invalid_argument` for the first three. It works with a trailing slash and without.',
    kinds: ['U'],
    clauses: ['READER-6'],
  },
  {
    name: 'other-participant',
    fault: "The response includes another participant's messages.",
    promise: '`invalid_response` before anything of that page is yielded.',
    kinds: ['N'],
    clauses: ['ERROR-15'],
  },
  {
    name: 'secrets-in-errors',
    fault: 'Credentials, numbers and texts could end up in an error.',
    promise:
      'Every error that any test provokes is searched for them: `message`, `stack`, `toJSON()`, `util.inspect()`, every `cause`.',
    kinds: ['N'],
    clauses: ['PRIVACY-1'],
  },
  {
    name: 'logged-reader',
    fault: 'The reader itself is logged, serialised or cloned.',
    promise: "It shows the provider's name and capabilities, and no credential.",
    kinds: ['U'],
    clauses: ['READER-2'],
  },
  {
    name: 'hook',
    fault: 'A hook throws; a hook is given a request.',
    promise: 'What it throws ends the walk. It sees no credential.',
    kinds: ['U'],
    clauses: ['READER-10'],
  },
  {
    name: 'process-end',
    fault: 'The program ends after its last await.',
    promise: 'No timer and no socket keeps it alive for a second more.',
    kinds: ['W'],
  },
  {
    name: 'fixtures',
    fault: 'Fixtures are committed.',
    promise:
      'They have only numbers reserved for fiction, headers from a list, no hex bodies, no unknown hosts, and a `source` each.',
    kinds: ['F'],
    clauses: ['FIXTURE-2', 'FIXTURE-3', 'FIXTURE-4'],
  },
  {
    name: 'repeated-id',
    fault: 'An id comes again on a later page, or twice on one page.',
    promise:
      "Every other item still comes. No key comes twice within the walk's memory of at least 1000 items.",
    kinds: ['P', 'N'],
    clauses: ['PAGE-18'],
  },
  {
    name: 'changed-order',
    fault: 'Two items change places between two requests; two servers respond from different states.',
    promise:
      'Nothing received is dropped, no key comes twice. The walk reads again, or ends in `pagination` after it yielded everything.',
    kinds: ['P', 'N'],
    clauses: ['PAGE-20'],
  },
  {
    name: 'moved-conversation',
    fault: 'A conversation moves to the front of `conversations()` during the walk.',
    promise: 'It is found: the front is read again at the end.',
    kinds: ['P', 'N'],
    clauses: ['CONVERSATION-4'],
  },
  {
    name: 'odd-time',
    fault: 'One timestamp is 0, missing, late or out of order under `since` or `until`.',
    promise: 'No other message is lost, and the walk still stops early.',
    kinds: ['P', 'N'],
    clauses: ['MESSAGE-17'],
  },
  {
    name: 'long-wait',
    fault: '`Retry-After` asks for more than 60 s, and further calls follow.',
    promise:
      'The reader sends no request while the wait lasts: each call fails at once with `rate_limited` and the remaining `retryAfter`.',
    kinds: ['U', 'N', 'W'],
    clauses: ['ERROR-18'],
  },
  {
    name: 'clock',
    fault: "The system clock jumps; the provider's clock differs from ours.",
    promise:
      "Waits are measured by a clock that no one sets. A date is measured against the response's own `Date`.",
    kinds: ['U', 'N', 'W'],
    clauses: ['ERROR-17'],
  },
  {
    name: 'pasted-number',
    fault:
      'A number is pasted with Unicode spaces, dashes or full-width digits; a provider spells it with 00 or nationally.',
    promise:
      'Accepted. An international number is shown as E.164, any other unchanged, none as `+0…`. A national participant is `invalid_argument`.',
    kinds: ['U', 'N'],
    clauses: ['INPUT-8', 'INPUT-9', 'MESSAGE-16'],
  },
  {
    name: 'hopeless-retry',
    fault:
      'An untrusted certificate, a proxy that refuses, a `fetch` that is missing or faulty, an old runtime.',
    promise: 'Not retried. The error says what to do. No rejection is unhandled, and nothing leaks.',
    kinds: ['N', 'W'],
    clauses: ['ERROR-20'],
  },
  {
    name: 'hostile-text',
    fault:
      'A message has a formula, control characters, NUL or half a surrogate pair, and a CSV reader takes another separator.',
    promise: 'No cell is a formula and no output steers the terminal. Strict readers accept the CSV.',
    kinds: ['U'],
  },
  {
    name: 'foreign-file',
    fault:
      'A list of participants or a credentials file comes from Windows or Excel: byte-order mark, UTF-16, CR, quotes, `;`.',
    promise: 'It is read, or the error names the file, the line and the reason.',
    kinds: ['U'],
  },
  {
    name: 'crashed-run',
    fault:
      'SIGHUP ends a run, or a run crashes; an output file is a link; a folder cannot be read or is gone.',
    promise:
      'Nothing is left over that stops the next run. A link that the caller names is followed, no other link is.',
    kinds: ['U'],
  },
]

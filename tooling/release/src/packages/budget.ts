/**
 * The most bytes that a program may have which uses one package and nothing else, minified and gzipped, with all that
 * the package brings along: what was measured, and half a percent more.
 *
 * Of a provider's, ky takes 8 400 bytes, of which nothing can be left out, and valibot 1 400 to 1 700. The walk takes about
 * 7 400 (offsets) to 10 500 (counted pages, which read numbered pages as well), its pages and cursors 3 200, requests 4 900,
 * the options and participants 3 100, the check of responses 1 300. Files take 1 300, the merge of several lists 300.
 */
const BUDGETS: Readonly<Record<string, number>> = {
  '@sms/core': 600,
  '@sms/conversations-rcs': 34_800,
  '@sms/ip1': 34_900,
  '@sms/twilio': 37_550,
}

/** Of any other provider, such as one with counted pages and files. */
const OTHER_PROVIDER = 38_150

/** The budget of a package. */
export function budgetOf(name: string): number {
  return BUDGETS[name] ?? OTHER_PROVIDER
}

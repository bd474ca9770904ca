/**
 * The most bytes that a program may have which uses one package and nothing else, minified and gzipped, with all that
 * the package brings along. Of a provider's, ky takes 8 400 bytes and valibot about 1 700; nothing of ky can be left out.
 * Some 2 200 bound what a hostile response costs, and say what to do when no retry would help; some 4 500 keep every
 * item of a list that contradicts itself; some 1 200 make a provider from its declaration, and check that; some
 * 1 500 keep what is decided about a response apart from what is requested next; some 2 000 read several lists as one,
 * and take options that are no credentials; some 1 600 download the files of messages without trusting their addresses.
 */
export const BUDGET = { provider: 38_500, core: 600 } as const

/**
 * The most bytes that a program may have which uses one package and nothing else, minified and gzipped, with all that
 * the package brings along. Of a provider's, ky takes 8 400 bytes and valibot about 1 700; nothing of ky can be left out.
 * Some 2 200 bound what a hostile response costs, and say what to do when no retry would help; some 4 000 keep every
 * item of a list that contradicts itself.
 */
export const BUDGET = { provider: 32_000, core: 600 } as const

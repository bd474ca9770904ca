import type { Factories } from './factory.js'

/** Written when the program is copied: the factories of the installed providers. */
export const factories: Factories = {}

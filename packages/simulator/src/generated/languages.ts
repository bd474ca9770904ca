import type { Choices } from './choices.ts'
import type { Language } from './dialogue.ts'
import { english } from './dialogues/english.ts'
import { french } from './dialogues/french.ts'
import { greek } from './dialogues/greek.ts'
import { swedish } from './dialogues/swedish.ts'
import { ukrainian } from './dialogues/ukrainian.ts'

/** English comes first, because its dialogues alone include GSM-7 and UCS-2 texts, long texts and files. */
export const languages: Choices<Language> = [english, swedish, greek, french, ukrainian]

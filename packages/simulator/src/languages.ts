import type { Choices } from './choices.ts'
import type { Language } from './dialogue.ts'
import { english } from './dialogues/english.ts'
import { french } from './dialogues/french.ts'
import { greek } from './dialogues/greek.ts'
import { swedish } from './dialogues/swedish.ts'
import { ukrainian } from './dialogues/ukrainian.ts'

/** English first: it mixes GSM-7 texts, UCS-2 texts, long ones and files, should a reader look at one conversation only. */
export const languages: Choices<Language> = [english, swedish, greek, french, ukrainian]

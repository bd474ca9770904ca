import { writeFileSync } from 'node:fs'
import { generatedReadmes } from './generated-readmes.ts'
import { root } from './workspace.ts'

for (const { path, wanted } of generatedReadmes()) writeFileSync(`${root}/${path}`, wanted)

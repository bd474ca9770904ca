import { writeFileSync } from 'node:fs'
import { drawn, pictures } from './pictures.ts'
import { root } from './workspace.ts'

for (const picture of pictures) writeFileSync(`${root}/${picture.path}`, drawn(picture))

import { writeFileSync } from 'node:fs'
import { drawn, pictures } from './pictures.ts'
import { ROOT } from '@sms/config/workspace'

for (const picture of pictures) writeFileSync(`${ROOT}/${picture.path}`, drawn(picture))

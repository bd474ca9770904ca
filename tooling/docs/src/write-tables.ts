import { writeFileSync } from 'node:fs'
import { ROOT } from '@sms/config/workspace'
import { generatedReadmes } from './generated-readmes.ts'

for (const { path, generated } of generatedReadmes()) writeFileSync(`${ROOT}/${path}`, generated)

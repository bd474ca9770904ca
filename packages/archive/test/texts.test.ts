import { openArchive } from '@sms/archive'
import { testTexts } from './text-suite.ts'

testTexts(() => openArchive(':memory:'))

import { openArchive } from '@sms/archive'
import { testCopies } from './copy-properties.ts'

testCopies([() => openArchive(':memory:')], 6)

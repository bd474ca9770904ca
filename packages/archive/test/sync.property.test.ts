import { openArchive } from '@sms/archive'
import { testSyncs } from './sync-properties.ts'

testSyncs(() => openArchive(':memory:'), 15)

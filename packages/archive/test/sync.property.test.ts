import { openArchive } from '@sms/archive'
import { testOnceFailed, testSyncs } from './sync-properties.ts'

const open = () => openArchive(':memory:')

testSyncs(open, 15)
testOnceFailed(open)

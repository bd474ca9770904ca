import { openArchive } from '@sms/archive'
import { testSearches } from './search-properties.ts'

testSearches(() => openArchive(':memory:'), 100)

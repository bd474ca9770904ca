import { testSyncs } from '../../archive/test/sync-properties.ts'
import { testArchives } from './archives.ts'

testSyncs(testArchives().openNew, 1)

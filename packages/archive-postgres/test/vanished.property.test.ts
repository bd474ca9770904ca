import { testVanishing } from '../../archive/test/vanishing-properties.ts'
import { testArchives } from './archives.ts'

testVanishing(testArchives().openNew, 1)

import { testSearches } from '../../archive/test/search-properties.ts'
import { testArchives } from './archives.ts'

testSearches(testArchives().openNew, 5)

/** Why an archive that was opened without the search index cannot be searched. */
export const WITHOUT_SEARCH = 'it was opened with `search: false`; open it without that option to search it'

// The name of the import that holds generated data, by which it is recognised.
export const SAMPLE_LABEL = 'Sample data'

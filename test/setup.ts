// Property tests look elsewhere in each local run, and at the same cases in every run of continuous integration, so that
// a change is judged by what it changed. PROPERTY_SEED repeats a local run.
import fc from 'fast-check'

const CI_SEED = 20_261_122
const wanted = process.env['PROPERTY_SEED'] ?? (process.env['CI'] === undefined ? undefined : String(CI_SEED))
if (wanted !== undefined) fc.configureGlobal({ seed: Number(wanted) })

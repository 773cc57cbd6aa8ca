// What CloudWatch's card asks for: whose account, which Regions, which days. Sends nothing.
import { useState } from 'react'
import { Select } from '../../components/menu.tsx'
import type { CloudWatchPull, PullState } from '../../../src/api/contract/pull-shapes.ts'
import { DaysRow, Row } from './pulls-fields.tsx'
import { NEW_DAYS, profileNote, readDays, readRegions, type DayChoice, type Pulls } from './pulls-model.ts'

const DAYS = ['new', '7', '30', '90', '455', 'chosen'] as const
const ANY = ''

interface Fields {
  /** Empty: the default credentials. */
  profile: string
  /** As typed. */
  regions: string
  choice: DayChoice
}

export interface CloudWatchForm extends Fields {
  change: (part: Partial<Fields>) => void
  /** Null while a field is wrong. */
  request: CloudWatchPull | null
  wrongRegion: string | null
  wrongDays: string | null
}

/** Starts with what the schedule or the last plan asked for. `onChange` hears that a plan no longer fits. */
export function useCloudWatchForm(pull: PullState, today: string, onChange: () => void): CloudWatchForm {
  const before = pull.every === 'off' ? pull.lastPlan?.request : pull.request
  const known = before?.kind === 'cloudwatch' ? before : null
  const [fields, setFields] = useState<Fields>({
    profile: known?.profile ?? ANY,
    regions: (known?.regions ?? []).join(', '),
    choice: NEW_DAYS,
  })
  const { regions, wrong: wrongRegion } = readRegions(fields.regions)
  const { from, to, wrong: wrongDays } = readDays(fields.choice, today)
  const profile = fields.profile === ANY ? null : fields.profile
  const isWhole = wrongRegion === null && wrongDays === null
  const change = (part: Partial<Fields>) => {
    onChange()
    setFields((held) => ({ ...held, ...part }))
  }
  const request: CloudWatchPull | null = isWhole ? { kind: 'cloudwatch', profile, regions, from, to } : null
  return { ...fields, change, request, wrongRegion, wrongDays }
}

export function CloudWatchFields({ form, pulls }: { form: CloudWatchForm; pulls: Pulls }) {
  const { profile, regions, choice, change, wrongRegion, wrongDays } = form
  return (
    <div className="field-grid">
      <Row
        label="AWS profile"
        note={profileNote(pulls.awsProfiles.find(({ name }) => name === profile))}
        problem={pulls.awsProblem?.message ?? null}
      >
        <Select
          label="AWS profile"
          value={profile}
          width={260}
          options={profileOptions(pulls)}
          onChange={(next) => change({ profile: next })}
        />
      </Row>
      <Row
        label="Regions"
        note="From which Claude is called, separated by commas. Empty: the profile's own."
        problem={wrongRegion === null ? null : `${wrongRegion} is not a Region such as us-east-1.`}
      >
        <span className="field wide-field" data-invalid={wrongRegion !== null}>
          <input
            aria-label="Regions"
            placeholder="us-east-1, eu-central-1"
            spellCheck={false}
            value={regions}
            onChange={(event) => change({ regions: event.target.value })}
          />
        </span>
      </Row>
      <DaysRow
        label="Days to pull from CloudWatch"
        choice={choice}
        onChange={(next) => change({ choice: next })}
        options={DAYS}
        wrong={wrongDays}
        note="UTC days. The first pull takes 30 days; CloudWatch keeps 455."
      />
    </div>
  )
}

function profileOptions({ awsProfiles }: Pulls) {
  const named = awsProfiles.map(({ name }) => ({ value: name, label: name }))
  return [{ value: ANY, label: 'Default credentials' }, ...named]
}

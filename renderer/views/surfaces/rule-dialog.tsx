// One attribution rule: its conditions and the surface they lead to, with a live count of what it would catch.
import { Plus, X } from 'lucide-react'
import { useId, useState } from 'react'
import { useCall } from '../../api.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Select } from '../../components/menu.tsx'
import * as format from '../../format.ts'
import type { SurfaceRule } from '../../../src/api/contract/shapes.ts'
import { useWindow } from '../../state/ledger.tsx'
import { fieldOptions, putRule, ruleProblem } from './rules-model.ts'
import { usePreview } from './use-rules.ts'

export interface RuleDialogProps {
  rules: readonly SurfaceRule[]
  /** Index of the rule to change; null for a new one at the end. */
  at: number | null
  start: SurfaceRule
  /** Whether keeping it saves it; else it waits with other changes. */
  saves: boolean
  onKeep: (rules: SurfaceRule[]) => void
  onClose: () => void
}

type Conditions = readonly (readonly [string, string])[]

export function RuleDialog({ rules, at, start, saves, onKeep, onClose }: RuleDialogProps) {
  const formId = useId()
  const [surface, setSurface] = useState(start.surface)
  const [conditions, setConditions] = useState<Conditions>(Object.entries(start.when))
  const rule = { surface: surface.trim(), when: Object.fromEntries(conditions) }
  const problem = ruleProblem(rule)
  const change = (index: number, next: readonly [string, string]) =>
    setConditions(conditions.map((held, i) => (i === index ? next : held)))
  const keep = () => {
    if (problem !== null) return
    onKeep(putRule(rules, at, rule))
    onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={at === null ? 'New rule' : 'Change the rule'}
      width={520}
      about="Every condition must hold. * stands for any run of characters, ? for one; upper and lower case are alike."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={formId} disabled={problem !== null}>
            {saves ? 'Save rule' : at === null ? 'Add rule' : 'Keep'}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="rule-form"
        onSubmit={(event) => {
          event.preventDefault()
          keep()
        }}
      >
        {conditions.map((condition, index) => (
          <ConditionRow
            key={index}
            condition={condition}
            taken={conditions.map(([field]) => field)}
            onChange={(next) => change(index, next)}
            onRemove={conditions.length > 1 ? () => setConditions(conditions.filter((_, i) => i !== index)) : null}
          />
        ))}
        <div>
          <Button size="small" icon={Plus} onClick={() => setConditions([...conditions, [freeField(conditions), '']])}>
            Condition
          </Button>
        </div>
        <SurfaceField value={surface} onChange={setSurface} />
        <p className="caption" aria-live="polite">
          {problem ?? <Catch rules={putRule(rules, at, rule)} at={at ?? rules.length} />}
        </p>
      </form>
    </Dialog>
  )
}

function freeField(conditions: Conditions): string {
  return (
    ['workspace', 'apiKey', 'principal', 'profile', 'project', 'account', 'model', 'platform'].find(
      (field) => !conditions.some(([held]) => held === field),
    ) ?? 'workspace'
  )
}

interface ConditionRowProps {
  condition: readonly [string, string]
  taken: readonly string[]
  onChange: (condition: readonly [string, string]) => void
  onRemove: (() => void) | null
}

function ConditionRow({ condition: [field, pattern], taken, onChange, onRemove }: ConditionRowProps) {
  const tagKeys = useCall('settings.get', {}).data?.tagKeys ?? []
  const options = fieldOptions(tagKeys).map((option) => ({
    ...option,
    disabled: option.value !== field && taken.includes(option.value),
  }))
  const known = options.some(({ value }) => value === field)
    ? options
    : [...options, { value: field, label: field.replace('tag:', 'tag '), disabled: false }]
  return (
    <div className="condition">
      <Select label="Field" value={field} options={known} onChange={(next) => onChange([next, pattern])} />
      <span className="field">
        <input
          className="mono"
          aria-label="Pattern"
          value={pattern}
          placeholder="role/support-*"
          onChange={(event) => onChange([field, event.target.value])}
        />
      </span>
      {onRemove === null ? null : <IconButton icon={X} label="Remove the condition" onClick={onRemove} />}
    </div>
  )
}

function SurfaceField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { filters } = useWindow()
  const surfaces = useCall('usage.facets', { filters }).data?.surfaces ?? []
  return (
    <label className="labelled">
      Surface
      <span className="field">
        <input
          value={value}
          list="known-surfaces"
          placeholder="support-bot"
          onChange={(event) => onChange(event.target.value)}
        />
      </span>
      <datalist id="known-surfaces">
        {surfaces.map((surface) => (
          <option key={surface} value={surface}>
            {surface}
          </option>
        ))}
      </datalist>
    </label>
  )
}

/** What this rule would catch in the window, rules before it considered. */
function Catch({ rules, at }: { rules: readonly SurfaceRule[]; at: number }) {
  const { data } = usePreview(rules)
  const own = data?.rules[at]
  if (own === undefined) return <>Counting.</>
  const origins = own.origins === 1 ? '1 origin' : `${format.count(own.origins)} origins`
  return (
    <>
      Catches {format.count(own.requests)} requests from {origins} in this window, after the rules before it.
    </>
  )
}

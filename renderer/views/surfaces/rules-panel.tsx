// The rules editor: order by dragging or by keys, live counts, what is left over, save and revert.
import { Download, Plus, Save, TriangleAlert, Undo2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, IconButton } from '../../components/button.tsx'
import { Named } from '../../components/figures.tsx'
import { Menu } from '../../components/menu.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import { ErrorState } from '../../components/states.tsx'
import { useSaveCsv } from '../../components/save.ts'
import { seriesFill, Swatch } from '../../components/swatch.tsx'
import * as format from '../../format.ts'
import { csvText, type CsvOptions } from '../../../src/core/csv.ts'
import { UNATTRIBUTED } from '../../../src/core/surface-rules.ts'
import type { Output } from '../../../src/api/contract/contract.ts'
import type { SurfaceRule } from '../../../src/api/contract/shapes.ts'
import { hrefOf, useViewParam } from '../../state/navigation.tsx'
import { RuleDialog } from './rule-dialog.tsx'
import { RuleRow } from './rule-row.tsx'
import { isUnattributed, leftOverNames, moveRule, ruleFrom, splitLeftOver } from './rules-model.ts'
import { usePreview, useRulesDraft, type RulesDraft } from './use-rules.ts'

/** Keeps a cell's place without a word for screen readers to stumble over. */
const BLANK = '\u00A0'

type Preview = Output<'surfaces.preview'>
interface Editing {
  at: number | null
  start: SurfaceRule
}

export function RulesPanel() {
  const draft = useRulesDraft()
  const { data: preview } = usePreview(draft.rules, draft.saved !== null)
  const [editing, setEditing] = useState<Editing | null>(null)
  useAskedForRule(preview ?? null, setEditing)
  const saveCsv = useSaveCsv()
  const write = () => saveCsv('attribution-rules', (options) => rulesCsv(draft.rules, preview ?? null, options))
  return (
    <Panel className="rules-panel">
      <PanelHead
        title="Rules"
        subtitle="First match wins. Counts are live, for the window above."
        actions={
          <>
            <IconButton icon={Download} label="Save the rules as CSV" onClick={write} />
            <Button
              icon={Plus}
              onClick={() => setEditing({ at: null, start: { surface: '', when: { workspace: '' } } })}
            >
              Rule
            </Button>
          </>
        }
      />
      {draft.error === null ? null : <ErrorState error={draft.error}>The rules saved before still hold.</ErrorState>}
      <div className="table-scroll grow">
        <RulesTable draft={draft} preview={preview ?? null} onEdit={setEditing} />
      </div>
      <RulesFoot draft={draft} preview={preview ?? null} onMake={(rule) => setEditing({ at: null, start: rule })} />
      {editing === null ? null : (
        <RuleDialog
          rules={draft.rules}
          at={editing.at}
          start={editing.start}
          onKeep={draft.put}
          saves={!draft.dirty}
          onClose={() => setEditing(null)}
        />
      )}
    </Panel>
  )
}

/** "Make a rule" elsewhere leads here: the dialog opens on the largest origin without a surface. */
function useAskedForRule(preview: Preview | null, onEdit: (editing: Editing) => void): void {
  const [asked, setAsked] = useViewParam('rules', '')
  useEffect(() => {
    if (asked !== 'edit' || preview === null) return
    setAsked('', 'replace')
    const [first] = leftOverNames(preview.leftOver.filter(isUnattributed))
    if (first !== undefined) onEdit({ at: null, start: ruleFrom(first.left) })
  }, [asked, preview, setAsked, onEdit])
}

function rulesCsv(rules: readonly SurfaceRule[], preview: Preview | null, options: CsvOptions): string {
  const when = (rule: SurfaceRule) =>
    Object.entries(rule.when)
      .map(([field, glob]) => `${field}=${glob}`)
      .join(' and ')
  return csvText(
    {
      columns: [
        { name: 'Order', type: 'number' },
        { name: 'When', type: 'text' },
        { name: 'Surface', type: 'text' },
        { name: 'Requests', type: 'number' },
      ],
      rows: rules.map((rule, at) => [at + 1, when(rule), rule.surface, preview?.rules[at]?.requests ?? null]),
    },
    options,
  )
}

interface RulesTableProps {
  draft: RulesDraft
  preview: Preview | null
  onEdit: (editing: Editing) => void
}

function RulesTable({ draft, preview, onEdit }: RulesTableProps) {
  const [dragged, setDragged] = useState<number | null>(null)
  const { rules } = draft
  return (
    <table className="data-table rules-table">
      <caption className="visually-hidden">Attribution rules, in the order they are tried</caption>
      <thead className="sticky-head">
        <HeadRow />
      </thead>
      <tbody>
        {rules.map((rule, index) => (
          <RuleRow
            key={JSON.stringify([
              rule,
              rules.slice(0, index).filter((other) => JSON.stringify(other) === JSON.stringify(rule)).length,
            ])}
            rule={rule}
            index={index}
            count={rules.length}
            requests={preview?.rules[index]?.requests ?? null}
            dragged={dragged === index}
            onEdit={() => onEdit({ at: index, start: rule })}
            onMove={(to) => draft.change(moveRule(rules, index, to))}
            onDelete={() => draft.change(rules.filter((_, other) => other !== index))}
            onDrag={setDragged}
            onDropHere={() => {
              if (dragged !== null) draft.change(moveRule(rules, dragged, index))
            }}
          />
        ))}
        {rules.length === 0 ? (
          <tr>
            <td colSpan={5} className="t2 rules-none">
              No rules yet: a record's surface is its tag, project, workspace or API key.{' '}
              <a className="in-text" href={hrefOf('data', { tab: 'settings' })}>Which tags are kept</a>
            </td>
          </tr>
        ) : null}
        {preview === null ? null : <LeftOverRows preview={preview} />}
      </tbody>
      {preview === null ? null : (
        <tfoot>
          <tr>
            <th scope="row" colSpan={3} className="rules-total">
              Total
            </th>
            <td className="num">{format.count(preview.totalRequests)}</td>
            <td>{BLANK}</td>
          </tr>
        </tfoot>
      )}
    </table>
  )
}

function HeadRow() {
  return (
    <tr>
      <th scope="col">
        <span className="visually-hidden">Order</span>
      </th>
      <th scope="col">When</th>
      <th scope="col">Surface</th>
      <th scope="col" className="num">
        Requests
      </th>
      <th scope="col">
        <span className="visually-hidden">Delete</span>
      </th>
    </tr>
  )
}

/** Without a rule a record may still say where it belongs; only what does not is a warning. */
function LeftOverRows({ preview }: { preview: Preview }) {
  const { byDefault, unattributed, notListed } = splitLeftOver(preview.leftOver, preview.leftOverRequests)
  return (
    <>
      {byDefault.origins === 0 ? null : (
        <tr>
          <td>{BLANK}</td>
          <td className="t2">By default, {originsText(byDefault.origins)}</td>
          <td>
            <span className="t2" title={byDefault.surfaces.join(', ')}>
              {byDefault.surfaces.length === 1 ? byDefault.surfaces[0] : `${byDefault.surfaces.length} surfaces`}
            </span>
          </td>
          <td className="num">{format.count(byDefault.requests)}</td>
          <td>{BLANK}</td>
        </tr>
      )}
      {unattributed.origins === 0 ? null : (
        <tr className="left-over">
          <td>
            <TriangleAlert size={14} strokeWidth={1.75} className="warning" aria-hidden />
          </td>
          <td>Left over, {originsText(unattributed.origins)}</td>
          <td>
            <Named title={UNATTRIBUTED} swatch={<Swatch fill={seriesFill(0)} />}>
              {UNATTRIBUTED}
            </Named>
          </td>
          <td className="num">{format.count(unattributed.requests)}</td>
          <td>{BLANK}</td>
        </tr>
      )}
      {notListed === 0 ? null : (
        <tr>
          <td>{BLANK}</td>
          <td className="t2">Smaller origins, not listed</td>
          <td>{BLANK}</td>
          <td className="num">{format.count(notListed)}</td>
          <td>{BLANK}</td>
        </tr>
      )}
    </>
  )
}

const originsText = (origins: number) => (origins === 1 ? '1 origin' : `${format.count(origins)} origins`)

/** What has no surface yet comes first. */
function menuOrder(left: ReturnType<typeof leftOverNames>) {
  return left.toSorted((a, b) => Number(isUnattributed(b.left)) - Number(isUnattributed(a.left))).slice(0, 12)
}

function RulesFoot({
  draft,
  preview,
  onMake,
}: {
  draft: RulesDraft
  preview: Preview | null
  onMake: (rule: SurfaceRule) => void
}) {
  const left = preview === null ? [] : leftOverNames(preview.leftOver)
  const open = preview === null ? [] : leftOverNames(preview.leftOver.filter(isUnattributed))
  if (draft.dirty) {
    return (
      <div className="panel-foot" role="status">
        <span>Changes are counted above, not saved yet.</span>
        <span className="row">
          <Button size="small" icon={Undo2} onClick={draft.revert}>
            Revert
          </Button>
          <Button size="small" kind="primary" icon={Save} disabled={draft.saving} onClick={draft.save}>
            Save rules
          </Button>
        </span>
      </div>
    )
  }
  if (left.length === 0)
    return (
      <div className="panel-foot">
        <span>Every request in this window is caught by a rule.</span>
      </div>
    )
  return (
    <div className="panel-foot">
      <span className="ellipsis">
        {open.length === 0 ? 'Every request has a surface; a rule can give it another.' : 'Left over: '}
        {open.slice(0, 4).map(({ name }, index) => (
          <span key={name}>
            {index === 0 ? '' : ', '}
            <code>{name}</code>
          </span>
        ))}
      </span>
      <Menu
        label="Make a rule for"
        trigger={
          <button type="button" className="link">
            Make a rule
          </button>
        }
        actions={menuOrder(left).map(({ name, left: origin, requests }) => ({
          label: `${name}, ${format.count(requests)} requests`,
          onSelect: () => onMake(ruleFrom(origin)),
        }))}
      />
    </div>
  )
}

// What the tag keys do: keys with too many values, and earlier imports that were read with other keys.
import { useState } from 'react'
import { useCall } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { crowdedTagsText } from '../../../src/core/tag-keys.ts'
import { countOf } from './import-report-model.ts'
import { useReadAgain } from './read-again.ts'

/** Beside the field. `changed`: the keys were changed since this page was opened. */
export function TagKeysNotes({ changed }: { changed: boolean }) {
  const keys = useCall('usage.tagKeys', {}).data?.keys ?? []
  const crowded = crowdedTagsText(keys)
  return (
    <>
      {crowded === null ? null : <p className="warning small below-field" role="alert">{crowded}</p>}
      {changed ? <EarlierImports /> : null}
    </>
  )
}

/** Asked for by a button: a large folder takes a while. */
function EarlierImports() {
  const imports = (useCall('imports.list', {}).data?.imports ?? []).filter(({ state }) => state !== 'undone' && state !== 'running')
  const readAgain = useReadAgain()
  const [started, setStarted] = useState(false)
  if (imports.length === 0) return null
  return (
    <div className="small t2 below-field" role="status">
      {countOf(imports.length, 'earlier import keeps the tags it was', 'earlier imports keep the tags they were')} read with.{' '}
      <Button size="small" disabled={started} onClick={() => { setStarted(true); void readAgain(imports.map(({ id }) => ({ id, names: null }))) }}>
        {started ? 'Being read' : 'Read them again'}
      </Button>{' '}
      Files whose place is not known stay as they are.
    </div>
  )
}

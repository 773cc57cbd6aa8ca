// A chart with its title, its table one key away (T), and its PNG and CSV.
import { Download, Image, Table2 } from 'lucide-react'
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import type { CsvOptions } from '../../src/core/csv.ts'
import { IconButton } from './button.tsx'
import { Panel, PanelHead } from './panel.tsx'
import { useSaveCsv, useSavePng } from './save.ts'

export interface ChartFrameProps {
  title: ReactNode
  subtitle?: ReactNode
  /** Switches left of the three buttons. */
  switches?: ReactNode
  /** File name without extension. */
  fileName: string
  /** The CSV of the table behind the chart. */
  csv: (options: CsvOptions) => string
  /** The table behind the chart. Left out: the children are a table already, and there is no T. */
  table?: ReactNode
  children: ReactNode
  className?: string
}

export function ChartFrame(props: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const saveCsv = useSaveCsv()
  const savePng = useSavePng()
  const onKeyDown = (event: KeyboardEvent) => {
    const typing = event.target instanceof HTMLInputElement
    if (event.key.toLowerCase() !== 't' || typing || event.ctrlKey || event.metaKey || event.altKey) return
    if (props.table === undefined) return
    event.preventDefault()
    setAsTable(!asTable)
  }
  return (
    <Panel className={`chart-frame ${props.className ?? ''}`}>
      <div ref={box} className="chart-frame grow" onKeyDown={onKeyDown}>
        <PanelHead
          title={props.title}
          subtitle={props.subtitle}
          actions={
            <div data-png="no" className="row">
              {props.switches}
              <span className="row" style={{ gap: 6, marginLeft: 6 }}>
                {props.table === undefined ? null : (
                  <IconButton
                    icon={Table2}
                    label={asTable ? 'Show the chart (T)' : 'Show the table (T)'}
                    pressed={asTable}
                    onClick={() => setAsTable(!asTable)}
                  />
                )}
                <IconButton
                  icon={Image}
                  label="Save as PNG"
                  onClick={() => box.current !== null && void savePng(props.fileName, box.current)}
                />
                <IconButton icon={Download} label="Save as CSV" onClick={() => saveCsv(props.fileName, props.csv)} />
              </span>
            </div>
          }
        />
        {asTable && props.table !== undefined ? props.table : props.children}
      </div>
    </Panel>
  )
}

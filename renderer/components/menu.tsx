// Choosing one of many (Select), several of many (MultiSelect), or something to do (Menu).
import { Check, ChevronDown } from 'lucide-react'
import { DropdownMenu, Popover, Select as RadixSelect } from 'radix-ui'
import { useState, type ReactElement, type ReactNode } from 'react'

export interface Option {
  value: string
  label: string
  swatch?: ReactNode
  disabled?: boolean
}

export interface SelectProps {
  label: string
  value: string
  options: readonly Option[]
  onChange: (value: string) => void
  disabled?: boolean
  placeholder?: string
  width?: number | string
}

// Radix keeps the empty string for "nothing chosen", so a real empty value travels under another name.
const EMPTY = '\u0000empty'
const outward = (value: string) => (value === EMPTY ? '' : value)
const inward = (value: string) => (value === '' ? EMPTY : value)

export function Select({
  label,
  value,
  options,
  onChange,
  disabled = false,
  placeholder,
  width = '100%',
}: SelectProps) {
  // Nothing chosen yet, rather than an option of that name: the placeholder shows.
  const isUnset = value === '' && !options.some((option) => option.value === '')
  return (
    <RadixSelect.Root
      value={isUnset ? '' : inward(value)}
      onValueChange={(next) => onChange(outward(next))}
      disabled={disabled}
    >
      <RadixSelect.Trigger className="field select-trigger" aria-label={label} style={{ width }}>
        <span className="ellipsis">
          <RadixSelect.Value placeholder={placeholder} />
        </span>
        <ChevronDown size={14} strokeWidth={1.75} className="t3" aria-hidden />
      </RadixSelect.Trigger>
      <RadixSelect.Portal>
        <RadixSelect.Content className="menu" position="popper" sideOffset={4} collisionPadding={8}>
          <RadixSelect.Viewport>
            {options.map((option) => (
              <RadixSelect.Item
                key={option.value}
                value={inward(option.value)}
                className="menu-item"
                disabled={option.disabled ?? false}
              >
                {option.swatch}
                <RadixSelect.ItemText>{option.label}</RadixSelect.ItemText>
                <RadixSelect.ItemIndicator style={{ marginLeft: 'auto' }}>
                  <Check size={14} aria-hidden />
                </RadixSelect.ItemIndicator>
              </RadixSelect.Item>
            ))}
          </RadixSelect.Viewport>
        </RadixSelect.Content>
      </RadixSelect.Portal>
    </RadixSelect.Root>
  )
}

export interface MultiSelectProps {
  /** The lead word on the button, for instance "Surface". */
  label: string
  /** None chosen means all. */
  values: readonly string[]
  options: readonly Option[]
  onChange: (values: string[]) => void
}

export function MultiSelect({ label, values, options, onChange }: MultiSelectProps) {
  const first = options.find((option) => option.value === values[0])?.label ?? values[0]
  const summary = values.length === 0 ? 'All' : values.length === 1 ? first : `${values.length} chosen`
  return (
    <Popover.Root>
      <Popover.Trigger className="button">
        <span className="lead">{label}</span>{' '}
        <span className="ellipsis strong chosen" title={summary}>
          {summary}
        </span>
        <ChevronDown size={14} strokeWidth={1.75} className="t3" aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="menu"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={`${label} filter`}
        >
          <Choices {...{ label, values, options, onChange }} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** Made anew each time the menu opens, so that a search does not outlive it. */
function Choices({ label, values, options, onChange }: MultiSelectProps) {
  const [search, setSearch] = useState('')
  const shown = options.filter((option) => option.label.toLowerCase().includes(search.toLowerCase()))
  const toggle = (value: string) =>
    onChange(values.includes(value) ? values.filter((held) => held !== value) : [...values, value])
  return (
    <>
      {options.length > 8 ? (
        <span className="field" style={{ width: '100%', marginBottom: 4 }}>
          <input
            aria-label={`Search ${label.toLowerCase()}`}
            placeholder="Search"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </span>
      ) : null}
      {shown.length === 0 ? <div className="menu-label">Nothing to choose from in this window</div> : null}
      {shown.map((option) => (
        <Choice
          key={option.value}
          option={option}
          chosen={values.includes(option.value)}
          onToggle={() => toggle(option.value)}
        />
      ))}
      {values.length === 0 ? null : (
        <>
          <div className="menu-separator" />
          <button type="button" className="menu-item link" onClick={() => onChange([])}>
            Show all
          </button>
        </>
      )}
    </>
  )
}

function Choice({ option, chosen, onToggle }: { option: Option; chosen: boolean; onToggle: () => void }) {
  return (
    <button type="button" role="checkbox" aria-checked={chosen} className="menu-item" onClick={onToggle}>
      <span className="check" data-on={chosen}>
        {chosen ? <Check size={12} aria-hidden /> : null}
      </span>
      {option.swatch}
      <span className="ellipsis">{option.label}</span>
    </button>
  )
}

export interface MenuAction {
  label: string
  onSelect: () => void
  icon?: ReactNode
  disabled?: boolean
}

export function Menu({
  trigger,
  label,
  actions,
}: {
  trigger: ReactElement
  label: string
  actions: readonly MenuAction[]
}) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8} aria-label={label}>
          {actions.map((action) => (
            <DropdownMenu.Item
              key={action.label}
              className="menu-item"
              disabled={action.disabled ?? false}
              onSelect={action.onSelect}
            >
              {action.icon}
              {action.label}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

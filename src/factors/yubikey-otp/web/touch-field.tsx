import { TextInput } from '@mantine/core'
import { useEffect, useRef } from 'react'
import classes from './touch.module.css'

interface TouchFieldProps {
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly disabled: boolean
  /** What was wrong with the last touch. */
  readonly refused: string | undefined
}

/** The field that a key types into. It keeps the cursor, for a touch goes wherever that stands. */
export function TouchField({ label, hint, value, onChange, disabled, refused }: TouchFieldProps) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (!disabled && value === '') field.current?.focus()
  }, [disabled, value])
  return (
    <TextInput
      ref={field}
      label={label}
      description={hint}
      classNames={{ input: classes.field ?? '' }}
      autoComplete="off"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      maxLength={128}
      value={value}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={refused === undefined ? undefined : <span role="alert">{refused}</span>}
    />
  )
}

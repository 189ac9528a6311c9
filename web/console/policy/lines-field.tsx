import { Textarea } from '@mantine/core'
import { useState } from 'react'

interface LinesFieldProps {
  readonly label: string
  readonly description?: string
  readonly error: string | undefined
  readonly values: readonly string[] | undefined
  readonly onChange: (values: readonly string[]) => void
}

/** Any number of names, one a line. */
export function LinesField({ label, description, error, values = [], onChange }: LinesFieldProps) {
  const [text, setText] = useState(values.join('\n'))
  return (
    <Textarea
      label={label}
      {...(description === undefined ? {} : { description })}
      error={error}
      rows={Math.min(6, Math.max(1, text.split('\n').length))}
      spellCheck={false}
      autoCapitalize="off"
      value={text}
      onChange={(event) => {
        const { value } = event.currentTarget
        setText(value)
        onChange(
          value
            .split('\n')
            .map((line) => line.trim())
            .filter((line) => line !== ''),
        )
      }}
    />
  )
}

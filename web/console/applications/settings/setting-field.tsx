import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Answer, Answers } from './answers.ts'
import { ChoicesField } from './choices-field.tsx'
import { kindOf } from './field-kind.ts'
import { GroupField } from './group-field.tsx'
import { JsonField } from './json-field.tsx'
import { LongTextsField } from './long-texts-field.tsx'
import { type Setting, useChoiceWords, useFieldWords } from './use-field-words.tsx'
import { orderedSettings } from './usual.ts'

interface SettingFieldProps extends Setting {
  readonly required: boolean
  readonly answer: Answer
  readonly onChange: (answer: Answer) => void
}

/** Addresses and names are no prose. */
const verbatim = { spellCheck: false, autoCapitalize: 'off', autoComplete: 'off' } as const
const mostRows = 6

/** One setting, entered as fits what it may be. */
export function SettingField(props: SettingFieldProps) {
  const { t } = useTranslation('console')
  const words = useFieldWords(props)
  const wordsOf = useChoiceWords(props)
  const { schema, required, answer, onChange } = props
  const text = typeof answer === 'string' ? answer : ''
  const typed = {
    ...words,
    ...verbatim,
    required,
    value: text,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  }
  switch (kindOf(schema)) {
    case 'yes-no':
      return (
        <Checkbox
          {...words}
          size="sm"
          checked={answer === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    case 'number':
      return <TextInput {...typed} type="number" min={schema.minimum} max={schema.maximum} />
    case 'choice':
      return (
        <NativeSelect
          {...words}
          required={required}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
          data={[
            ...(schema.default === undefined
              ? [{ value: '', label: t(required ? 'doors.choose' : 'doors.notSet') }]
              : []),
            ...(schema.enum ?? []).map(String).map((value) => ({ value, label: wordsOf(value) })),
          ]}
        />
      )
    case 'choices':
      return (
        <ChoicesField
          words={words}
          ordered={orderedSettings.has(`${props.door}.${props.path}`)}
          choices={(schema.items?.enum ?? []).map(String)}
          wordsOf={wordsOf}
          chosen={answer as readonly string[]}
          onChange={onChange}
        />
      )
    case 'lines':
      return <Textarea {...typed} rows={Math.min(mostRows, text.split('\n').length + 1)} wrap="off" />
    case 'long-text':
      return <Textarea {...typed} rows={4} />
    case 'long-texts':
      return <LongTextsField words={words} texts={answer as readonly string[]} onChange={onChange} />
    case 'group':
      return (
        <GroupField words={words}>
          <PartsOf {...props} answers={answer as Answers} />
        </GroupField>
      )
    case 'json':
      return <JsonField words={words} schema={schema} text={text} required={required} onChange={onChange} />
    default:
      return <TextInput {...typed} maxLength={schema.maxLength} />
  }
}

/** The settings that make up one, each with a field. */
function PartsOf({ answers, ...whole }: SettingFieldProps & { readonly answers: Answers }) {
  const { properties = {}, required = [] } = whole.schema
  return Object.entries(properties).map(([name, schema]) => (
    <SettingField
      key={name}
      {...whole}
      path={`${whole.path}.${name}`}
      schema={schema}
      required={required.includes(name)}
      answer={answers[name] ?? ''}
      onChange={(answer) => whole.onChange({ ...answers, [name]: answer })}
    />
  ))
}

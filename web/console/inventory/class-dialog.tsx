import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classifySystem, type SystemView } from '../../api/inventory.ts'
import { Confirm } from '../../kit/confirm.tsx'
import { ClassField } from '../applications/class-field.tsx'
import { useInventoryAct } from './use-inventory-act.ts'

interface ClassDialogProps {
  readonly system: SystemView
  readonly onClose: () => void
}

/** Says by hand what a system guards, or all whose name fits. */
export function ClassDialog({ system, onClose }: ClassDialogProps) {
  const { t } = useTranslation('console')
  const [pattern, setPattern] = useState(system.name)
  const [chosen, setChosen] = useState(system.class)
  const saying = useInventoryAct(classifySystem, onClose)
  return (
    <Confirm
      reason
      title={t('inventory.classTitle', { name: system.name })}
      action={t('inventory.say')}
      pending={saying.pending}
      problem={saying.problem}
      onConfirm={(reason) => saying.run({ pattern: pattern.trim(), class: chosen, reason })}
      onClose={onClose}
    >
      <ClassField value={chosen} onChange={setChosen} />
      <TextInput
        label={t('inventory.pattern')}
        description={t('inventory.patternHint')}
        required
        withAsterisk={false}
        autoComplete="off"
        spellCheck={false}
        value={pattern}
        onChange={(event) => setPattern(event.currentTarget.value)}
      />
    </Confirm>
  )
}

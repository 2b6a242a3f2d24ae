import { useState } from 'preact/hooks';
import type { Field, Settings } from '../../common/visitor';
import type { Chat } from '../chat';
import { t } from '../words';

type Values = Record<string, string | boolean>;

const COMPLETE: Partial<Record<Field['type'], string>> = { email: 'email', phone: 'tel' };
const KEYBOARD: Partial<Record<Field['type'], 'email' | 'tel'>> = { email: 'email', phone: 'tel' };

/** What the team wants to know before the first message. */
export function PreChat({ chat, form }: { chat: Chat; form: NonNullable<Settings['preChat']> }) {
  const [values, setValues] = useState<Values>({});
  const [wrong, setWrong] = useState<Record<string, string>>({});

  const submit = (event: Event): void => {
    event.preventDefault();
    const problems: Record<string, string> = {};
    for (const field of form.fields) {
      const value = values[field.name];
      if (field.isRequired && !value) problems[field.name] = t('required');
      else if (field.type === 'email' && value && !/^\S+@\S+\.\S+$/.test(String(value)))
        problems[field.name] = t('wrongEmail');
    }
    setWrong(problems);
    const [first] = Object.keys(problems);
    if (first) document.getElementById(`field-${first}`)?.focus();
    else chat.introduce(values);
  };

  return (
    <form class="prechat" noValidate onSubmit={submit}>
      {form.text && <p>{form.text}</p>}
      {form.fields.map((field) => (
        <Input
          key={field.name}
          field={field}
          value={values[field.name]}
          problem={wrong[field.name]}
          change={(value) => setValues({ ...values, [field.name]: value })}
        />
      ))}
      <button type="submit" class="primary">
        {t('begin')}
      </button>
    </form>
  );
}

interface InputProps {
  field: Field;
  value: string | boolean | undefined;
  problem: string | undefined;
  change(value: string | boolean): void;
}

function Input({ field, value, problem, change }: InputProps) {
  const id = `field-${field.name}`;
  const common = {
    id,
    required: field.isRequired,
    'aria-invalid': !!problem,
    'aria-describedby': problem ? `${id}-wrong` : undefined,
  };
  const isTick = field.type === 'checkbox' || field.type === 'consent';
  return (
    <div class={isTick ? 'field tick' : 'field'}>
      {isTick ? (
        <input
          {...common}
          type="checkbox"
          checked={value === true}
          onChange={({ currentTarget }) => change(currentTarget.checked)}
        />
      ) : field.type === 'select' ? (
        <select {...common} value={String(value ?? '')} onChange={({ currentTarget }) => change(currentTarget.value)}>
          <option value="" />
          {field.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...common}
          type="text"
          inputMode={KEYBOARD[field.type] ?? 'text'}
          autocomplete={COMPLETE[field.type] ?? (field.name === 'name' ? 'name' : 'off')}
          maxLength={500}
          value={String(value ?? '')}
          onInput={({ currentTarget }) => change(currentTarget.value)}
        />
      )}
      <label for={id}>
        {field.url ? (
          <a href={field.url} target="_blank" rel="noopener noreferrer">
            {field.label}
          </a>
        ) : (
          field.label
        )}
        {field.isRequired && <span aria-hidden="true"> *</span>}
      </label>
      {problem && (
        <p id={`${id}-wrong`} class="wrong">
          {problem}
        </p>
      )}
    </div>
  );
}

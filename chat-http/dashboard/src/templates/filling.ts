import { useState } from 'react';
import { ChatError, type Rest } from '@chat/client';
import { chat } from '../lib/chat.js';
import { type MapPlace, parametersOf, partsOf, type Place, placeOf, placesIn, type Values, wrongIn } from './model.js';

/** What makes a message of a template. */
export interface Ready {
  content: string;
  clientMessageId: string;
  template: Rest.UsedTemplate;
  attachmentIds?: string[];
}

export interface Filling {
  template: Rest.WhatsAppTemplate;
  places: readonly Place[];
  values: Values;
  file: File | null;
  map: { latitude: string; longitude: string };
  /** Whether something is missing or wrong, as far as that can be seen here. */
  isReady: boolean;
  isBusy: boolean;
  error: ChatError | null;
  set(key: string, value: string): void;
  setFile(file: File | null): void;
  setMap(map: { latitude: string; longitude: string }): void;
  /** What is wrong with a place, in the server's words. */
  refused(key: string): string | undefined;
  /** Hands in the file and gives the message to whoever sends it. */
  send(post: (ready: Ready) => Promise<void>): Promise<void>;
}

const mapOf = ({ latitude, longitude }: Filling['map']): MapPlace | null => {
  const [north, east] = [Number(latitude), Number(longitude)];
  return latitude.trim() && longitude.trim() && Math.abs(north) <= 90 && Math.abs(east) <= 180 ? { latitude: north, longitude: east } : null;
};

/** A template that is being filled in. */
export function useFilling(template: Rest.WhatsAppTemplate): Filling {
  const [values, setValues] = useState<Values>({});
  const [file, setFile] = useState<File | null>(null);
  const [map, setMap] = useState({ latitude: '', longitude: '' });
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ChatError | null>(null);
  // Sent again after an answer that was lost, it is there once.
  const [clientMessageId] = useState(() => crypto.randomUUID());
  const places = placesIn(template);
  const { header, isTooMuch } = partsOf(template.components);
  const place = mapOf(map);
  const isReady = !isTooMuch && places.every((it) => wrongIn(it, values[it.key] ?? '') === null) && (!header.media || file !== null) && (!header.isPlace || place !== null);
  return {
    template,
    places,
    values,
    file,
    map,
    isReady,
    isBusy,
    error,
    set: (key, value) => {
      setError(null);
      setValues((now) => ({ ...now, [key]: value }));
    },
    setFile,
    setMap,
    refused: (key) => error?.errors.find((it) => placeOf(it.field, places) === key)?.problem,
    send: async (post) => {
      setBusy(true);
      setError(null);
      try {
        const attachmentIds = file ? [(await chat.api.upload(file, { name: file.name })).id] : undefined;
        const parameters = parametersOf(template, values, place);
        await post({ content: '', clientMessageId, template: { id: template.id, parameters }, ...(attachmentIds && { attachmentIds }) });
      } catch (thrown) {
        setError(ChatError.of(thrown));
      }
      setBusy(false);
    },
  };
}

import type { EventName, Handshake, ToFrame, ToLoader } from '../common/protocol';

/** The way to the host page: a port that its loader has handed over. */
export class Link {
  readonly hello: Handshake;
  readonly #port: MessagePort;

  private constructor(hello: Handshake, port: MessagePort) {
    this.hello = hello;
    this.#port = port;
  }

  /** Waits for the loader: from the window around us, and from the one origin that the server answered this frame for. */
  static wait(origin: string): Promise<Link> {
    return new Promise((resolve) => {
      const hear = (event: MessageEvent<Handshake>): void => {
        const [port] = event.ports;
        const isOuter = event.source === parent && event.origin === origin;
        // Where the browser can tell, all that is around us has to be that origin.
        const isAlone = location.ancestorOrigins === undefined || location.ancestorOrigins[0] === origin;
        if (!isOuter || !isAlone || event.data?.chat !== 1 || !port) return;
        removeEventListener('message', hear);
        resolve(new Link(event.data, port));
      };
      addEventListener('message', hear);
    });
  }

  listen(heard: (said: ToFrame) => void): void {
    this.#port.onmessage = ({ data }) => heard(data);
  }

  tell(said: ToLoader): void {
    this.#port.postMessage(said);
  }

  emit(name: EventName, detail: unknown = null): void {
    this.tell({ t: 'event', name, detail });
  }
}

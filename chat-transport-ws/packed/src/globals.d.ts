// What the snippets of the guide take as given.

declare const chat: import('@chat/client').ChatClient;
declare const id: string;
declare const file: File;
declare const input: HTMLInputElement;
declare function fetchToken(): Promise<string>;
declare function render(...shown: unknown[]): void;
declare function show(what: string | number): void;
declare function notify(text: string): void;

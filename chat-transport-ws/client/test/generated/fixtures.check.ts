// Written by `cargo xtask types` from the gateway's fixtures. Do not edit.
import type { Commands, ServerEvents, Wire } from '../../src/index';

export const connected: ServerEvents['connected'] = {
  "agent": {
    "id": "01890a5d-ac96-774b-bcce-b302099a8005",
    "name": "Ann",
    "role": "agent"
  },
  "clientId": "01890a5d-ac96-774b-bcce-b302099a8009",
  "present": [
    "01890a5d-ac96-774b-bcce-b302099a8005"
  ],
  "seq": 12,
  "socketId": "GpmX2cUIR3mJZ0cJ9Jr1Hg"
};

export const presence: ServerEvents['presence'] = {
  "agentId": "01890a5d-ac96-774b-bcce-b302099a8005",
  "isPresent": true,
  "name": "Ann"
};

export const viewing: ServerEvents['viewing'] = {
  "agentId": "01890a5d-ac96-774b-bcce-b302099a8005",
  "conversationId": "01890a5d-ac96-774b-bcce-b302099a8001",
  "isViewing": true,
  "name": "Ann"
};

export const typing: ServerEvents['typing'] = {
  "conversationId": "01890a5d-ac96-774b-bcce-b302099a8001",
  "isTyping": true,
  "senderId": "01890a5d-ac96-774b-bcce-b302099a8005",
  "senderType": "agent"
};

export const resync: ServerEvents['resync'] = {
  "seq": 12
};

export const whatsapp_message: ServerEvents['whatsappMessage'] = {
  "content": "Is my order on its way?",
  "conversationId": "01890a5d-ac96-774b-bcce-b302099a8001",
  "customerId": "01890a5d-ac96-774b-bcce-b302099a8002",
  "deliveredAt": "2026-01-31T08:15:00.000Z",
  "isTemplate": false,
  "messageId": "01890a5d-ac96-774b-bcce-b302099a8003",
  "messageType": "text",
  "previousSeq": 7,
  "senderType": "customer",
  "seq": 12,
  "status": "delivered",
  "timestamp": "2026-01-31T08:15:00.000Z",
  "whatsappMessageId": "wamid.IN",
  "whatsappNumber": "+49 1555 0100"
};

export const whatsapp_message_template: ServerEvents['whatsappMessage'] = {
  "content": "Is my order on its way?",
  "conversationId": "01890a5d-ac96-774b-bcce-b302099a8001",
  "customerId": "01890a5d-ac96-774b-bcce-b302099a8002",
  "isTemplate": true,
  "messageId": "01890a5d-ac96-774b-bcce-b302099a8003",
  "messageType": "text",
  "metadata": {
    "language": "en"
  },
  "previousSeq": 7,
  "senderType": "agent",
  "seq": 12,
  "status": "queued",
  "templateName": "order_shipped",
  "timestamp": "2026-01-31T08:15:00.000Z",
  "whatsappMessageId": null,
  "whatsappNumber": null
};

export const whatsapp_message_status: ServerEvents['whatsappMessageStatus'] = {
  "conversationId": "01890a5d-ac96-774b-bcce-b302099a8001",
  "customerId": "01890a5d-ac96-774b-bcce-b302099a8002",
  "error": {
    "code": "131026",
    "message": "the message is undeliverable"
  },
  "messageId": "01890a5d-ac96-774b-bcce-b302099a8003",
  "previousSeq": 7,
  "seq": 12,
  "status": "failed",
  "timestamp": "2026-01-31T08:15:00.000Z",
  "whatsappMessageId": "wamid.OUT"
};

export const whatsapp_message_status_unsettled: ServerEvents['whatsappMessageStatus'] = {
  "conversationId": "01890a5d-ac96-774b-bcce-b302099a8001",
  "customerId": "01890a5d-ac96-774b-bcce-b302099a8002",
  "error": {
    "code": "unanswered",
    "message": "WhatsApp did not answer in time"
  },
  "isUnsettled": true,
  "messageId": "01890a5d-ac96-774b-bcce-b302099a8003",
  "needsDecision": true,
  "previousSeq": 7,
  "seq": 12,
  "status": "queued",
  "timestamp": "2026-01-31T08:15:00.000Z",
  "whatsappMessageId": null
};

export const message: ServerEvents['message'] = {
  "attachmentType": null,
  "attachmentUrl": null,
  "attachments": [],
  "clientMessageId": null,
  "content": "Is my order on its way?",
  "conversationId": "01890a5d-ac96-774b-bcce-b302099a8001",
  "createdAt": "2026-01-31T08:15:00.000Z",
  "customerId": "01890a5d-ac96-774b-bcce-b302099a8002",
  "deliveredAt": "2026-01-31T08:15:00.000Z",
  "error": null,
  "externalId": "wamid.IN",
  "failedAt": null,
  "id": "01890a5d-ac96-774b-bcce-b302099a8003",
  "isUnsettled": false,
  "kind": "reply",
  "messageType": "text",
  "needsDecision": false,
  "payload": null,
  "position": 4,
  "previousSeq": 7,
  "readAt": null,
  "replyTo": null,
  "senderId": "01890a5d-ac96-774b-bcce-b302099a8002",
  "senderType": "customer",
  "sentAt": null,
  "seq": 12,
  "source": "whatsapp",
  "status": "delivered",
  "templateName": null
};

export const message_files: ServerEvents['message'] = {
  "attachmentType": "image/jpeg",
  "attachmentUrl": "/files/01890a5d-ac96-774b-bcce-b302099a8014/parcel%20at%20the%20door.jpg?e=1767230100&s=rRAS-fqXNyC6mJEfMbxeCSDS3kY7HsyzWAkF1hrTENs",
  "attachments": [
    {
      "contentType": "image/jpeg",
      "height": 1200,
      "id": "01890a5d-ac96-774b-bcce-b302099a8014",
      "kind": "image",
      "name": "parcel at the door.jpg",
      "size": 482113,
      "thumbnailUrl": "/files/01890a5d-ac96-774b-bcce-b302099a8014/parcel%20at%20the%20door.jpg?v=thumbnail&e=1767230100&s=RHGwQdLBfSocs9a7AJdCe9pG-1rkVpKGn9hMAtKkzXA",
      "url": "/files/01890a5d-ac96-774b-bcce-b302099a8014/parcel%20at%20the%20door.jpg?e=1767230100&s=rRAS-fqXNyC6mJEfMbxeCSDS3kY7HsyzWAkF1hrTENs",
      "width": 1600
    },
    {
      "contentType": "application/pdf",
      "id": "01890a5d-ac96-774b-bcce-b302099a8015",
      "kind": "document",
      "name": "receipt.pdf",
      "size": 20480,
      "url": "/files/01890a5d-ac96-774b-bcce-b302099a8015/receipt.pdf?e=1767230100&s=QkGaERPQwUBxduKXRl-DdZnukzA6t6NQnfjv6-VFltM"
    }
  ],
  "clientMessageId": null,
  "content": "",
  "conversationId": "01890a5d-ac96-774b-bcce-b302099a8001",
  "createdAt": "2026-01-31T08:15:00.000Z",
  "customerId": "01890a5d-ac96-774b-bcce-b302099a8002",
  "deliveredAt": "2026-01-31T08:15:00.000Z",
  "error": null,
  "externalId": "wamid.IN",
  "failedAt": null,
  "id": "01890a5d-ac96-774b-bcce-b302099a8003",
  "isUnsettled": false,
  "kind": "reply",
  "messageType": "image",
  "needsDecision": false,
  "payload": null,
  "position": 4,
  "previousSeq": 7,
  "readAt": null,
  "replyTo": null,
  "senderId": "01890a5d-ac96-774b-bcce-b302099a8002",
  "senderType": "customer",
  "sentAt": null,
  "seq": 12,
  "source": "whatsapp",
  "status": "delivered",
  "templateName": null
};

export const message_status: ServerEvents['messageStatus'] = {
  "conversationId": "01890a5d-ac96-774b-bcce-b302099a8001",
  "customerId": "01890a5d-ac96-774b-bcce-b302099a8002",
  "error": {
    "code": "131026",
    "message": "the message is undeliverable"
  },
  "externalId": "wamid.OUT",
  "messageId": "01890a5d-ac96-774b-bcce-b302099a8003",
  "previousSeq": 7,
  "seq": 12,
  "status": "failed",
  "timestamp": "2026-01-31T08:15:00.000Z"
};

export const conversation: ServerEvents['conversation'] = {
  "accountId": "01890a5d-ac96-774b-bcce-b302099a8004",
  "assigneeId": "01890a5d-ac96-774b-bcce-b302099a8005",
  "attributes": {},
  "clientId": "01890a5d-ac96-774b-bcce-b302099a8009",
  "closedAt": null,
  "context": null,
  "createdAt": "2026-01-31T08:15:00.000Z",
  "customerId": "01890a5d-ac96-774b-bcce-b302099a8002",
  "customerNumber": "+49 1555 0100",
  "customerPosition": 0,
  "firstRepliedAt": null,
  "id": "01890a5d-ac96-774b-bcce-b302099a8001",
  "labels": [],
  "lastMessageAt": "2026-01-31T08:15:00.000Z",
  "lastSeq": 12,
  "messageCount": 4,
  "participants": [],
  "previousSeq": 7,
  "priority": "none",
  "seq": 12,
  "snoozedUntil": null,
  "replyWindow": {
    "until": null
  },
  "source": "whatsapp",
  "status": "active",
  "subject": null,
  "teamId": null,
  "unreadCount": 1,
  "updatedAt": "2026-01-31T08:15:00.000Z",
  "waitingSince": "2026-01-31T08:15:00.000Z",
  "widgetId": null
};

export const account: ServerEvents['account'] = {
  "accountId": "01890a5d-ac96-774b-bcce-b302099a8004",
  "previousSeq": 7,
  "reason": "the access token has expired (190)",
  "seq": 12,
  "status": "paused"
};

export const widget: ServerEvents['widget'] = {
  "previousSeq": 7,
  "seq": 12,
  "status": "inactive",
  "widgetId": "01890a5d-ac96-774b-bcce-b302099a8006"
};

export const domain: ServerEvents['domain'] = {
  "domainId": "01890a5d-ac96-774b-bcce-b302099a8007",
  "previousSeq": 7,
  "seq": 12,
  "state": "unverified",
  "widgetId": "01890a5d-ac96-774b-bcce-b302099a8006"
};

export const definition: ServerEvents['definition'] = {
  "definitionId": "01890a5d-ac96-774b-bcce-b302099a8008",
  "isDeleted": true,
  "kind": "label",
  "previousSeq": 7,
  "seq": 12
};

export const webhook: ServerEvents['webhook'] = {
  "previousSeq": 7,
  "reason": "it took nothing for 3 days",
  "seq": 12,
  "status": "disabled",
  "webhookId": "01890a5d-ac96-774b-bcce-b302099a8008"
};

export const agent: ServerEvents['agent'] = {
  "agentId": "01890a5d-ac96-774b-bcce-b302099a8005",
  "availability": "away",
  "availabilityReason": "at lunch",
  "isActive": true,
  "previousSeq": 7,
  "seq": 12
};

export const answer_joined: Commands['joinInbox']['answer'] = {
  "ok": true,
  "room": "whatsapp:customer:01890a5d-ac96-774b-bcce-b302099a8002"
};

export const answer_sent: Commands['sendMessage']['answer'] = {
  "message": {
    "attachmentType": null,
    "attachmentUrl": null,
    "attachments": [],
    "clientMessageId": "7f3c",
    "content": "Is my order on its way?",
    "conversationId": "01890a5d-ac96-774b-bcce-b302099a8001",
    "createdAt": "2026-01-31T08:15:00.000Z",
    "deliveredAt": null,
    "error": null,
    "externalId": null,
    "failedAt": null,
    "id": "01890a5d-ac96-774b-bcce-b302099a8003",
    "isUnsettled": false,
    "kind": "reply",
    "messageType": "text",
    "needsDecision": false,
    "payload": {
      "language": "en"
    },
    "position": 4,
    "readAt": null,
    "replyTo": null,
    "senderId": "01890a5d-ac96-774b-bcce-b302099a8005",
    "senderType": "agent",
    "sentAt": null,
    "status": "queued",
    "templateName": "order_shipped"
  },
  "ok": true
};

export const answer_sync: Commands['sync']['answer'] = {
  "events": [
    {
      "at": "2026-01-31T08:15:00.000Z",
      "conversationId": "01890a5d-ac96-774b-bcce-b302099a8001",
      "data": {
        "attachmentType": null,
        "attachmentUrl": null,
        "attachments": [],
        "clientMessageId": null,
        "content": "Is my order on its way?",
        "conversationId": "01890a5d-ac96-774b-bcce-b302099a8001",
        "createdAt": "2026-01-31T08:15:00.000Z",
        "deliveredAt": "2026-01-31T08:15:00.000Z",
        "error": null,
        "externalId": "wamid.IN",
        "failedAt": null,
        "id": "01890a5d-ac96-774b-bcce-b302099a8003",
        "isUnsettled": false,
        "kind": "reply",
        "messageType": "text",
        "needsDecision": false,
        "payload": null,
        "position": 4,
        "readAt": null,
        "replyTo": null,
        "senderId": "01890a5d-ac96-774b-bcce-b302099a8002",
        "senderType": "customer",
        "sentAt": null,
        "status": "delivered",
        "templateName": null
      },
      "previousSeq": 7,
      "seq": 12,
      "type": "messagePosted"
    },
    {
      "at": "2026-01-31T08:15:00.000Z",
      "conversationId": "01890a5d-ac96-774b-bcce-b302099a8001",
      "data": {
        "at": "2026-01-31T08:15:00.000Z",
        "error": {
          "code": "131026",
          "message": "the message is undeliverable"
        },
        "externalId": "wamid.OUT",
        "isUnsettled": false,
        "messageId": "01890a5d-ac96-774b-bcce-b302099a8003",
        "needsDecision": false,
        "status": "failed"
      },
      "previousSeq": 7,
      "seq": 12,
      "type": "messageStatusChanged"
    },
    {
      "at": "2026-01-31T08:15:00.000Z",
      "conversationId": "01890a5d-ac96-774b-bcce-b302099a8001",
      "data": {
        "accountId": "01890a5d-ac96-774b-bcce-b302099a8004",
        "assigneeId": "01890a5d-ac96-774b-bcce-b302099a8005",
        "attributes": {},
        "clientId": "01890a5d-ac96-774b-bcce-b302099a8009",
        "closedAt": null,
        "context": null,
        "createdAt": "2026-01-31T08:15:00.000Z",
        "customerId": "01890a5d-ac96-774b-bcce-b302099a8002",
        "customerNumber": "+49 1555 0100",
        "customerPosition": 0,
        "firstRepliedAt": null,
        "id": "01890a5d-ac96-774b-bcce-b302099a8001",
        "labels": [],
        "lastMessageAt": "2026-01-31T08:15:00.000Z",
        "lastSeq": 12,
        "messageCount": 4,
        "participants": [],
        "priority": "none",
        "snoozedUntil": null,
        "replyWindow": {
          "until": null
        },
        "source": "whatsapp",
        "status": "active",
        "subject": null,
        "teamId": null,
        "unreadCount": 1,
        "updatedAt": "2026-01-31T08:15:00.000Z",
        "waitingSince": "2026-01-31T08:15:00.000Z",
        "widgetId": null
      },
      "previousSeq": 7,
      "seq": 12,
      "type": "conversationChanged"
    },
    {
      "at": "2026-01-31T08:15:00.000Z",
      "conversationId": null,
      "data": {
        "accountId": "01890a5d-ac96-774b-bcce-b302099a8004",
        "reason": null,
        "status": "active"
      },
      "previousSeq": 7,
      "seq": 12,
      "type": "accountChanged"
    }
  ],
  "head": 40,
  "more": true,
  "ok": true
};

export const answer_resync: Commands['sync']['answer'] = {
  "events": [],
  "head": 40,
  "more": false,
  "ok": true,
  "resync": true
};

export const answer_invalid: Wire.Failure = {
  "code": "invalid",
  "errors": [
    {
      "field": "content",
      "problem": "write something"
    }
  ],
  "message": "content: write something",
  "ok": false
};

export const answer_rate_limited: Wire.Failure = {
  "code": "rate_limited",
  "message": "that was too much for now, please wait a moment",
  "ok": false,
  "retryAfterMs": 70
};

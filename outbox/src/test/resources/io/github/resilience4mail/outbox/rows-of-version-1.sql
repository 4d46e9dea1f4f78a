-- SPDX-License-Identifier: Apache-2.0
-- What a release of version 1 has left in its tables; {destination} is the server's. Never changed: later releases have to read it.
insert into outbox_message (id, format, message_id, idempotency_key, size, body, envelope_from, notify_options, return_option,
    mail_extension, submitter, send_partial, allow_8bit_mime, created_at)
  values (1, 1, '<1@snd.example>', 'order 4711', 146, X'46726f6d3a2073686f7040736e642e6578616d706c650d0a546f3a2061407263762e6578616d706c650d0a4d6573736167652d49443a203c3140736e642e6578616d706c653e0d0a5375626a6563743a2048656c6c6f0d0a436f6e74656e742d547970653a20746578742f706c61696e3b20636861727365743d75732d61736369690d0a0d0a476f6f64206e6577732e0d0a', 'bounce@snd.example', 0, 0, null, null, false, false, 1795867200000);
insert into outbox_recipient (id, message, address, destination, priority, state, due_at, lives_from, created_at, owner, lane, attempts,
    failures, throttled, at_once, ever_unknown, delay_told, phase, reply, decision, reason, rule, settled_at)
  values
  (11, 1, 'waits@rcv.example', '{destination}', 5, 'QUEUED', 1795867200000, {now}, {now}, null, null, 1, 1, 0, 0, false, true, 'RCPT',
    '451 4.3.0 Later', 'RETRY', 'LOCAL_ERROR', 'rfc.451', null),
  (12, 1, 'claimed@rcv.example', '{destination}', 0, 'CLAIMED', 1795867200000, {now}, {now}, 'one:{epoch}', 0, 0, 0, 0, 0, false, false,
    null, null, null, null, null, null),
  (13, 1, 'dot@rcv.example', '{destination}', 0, 'CLAIMED', 1795867200000, {now}, {now}, 'one:{epoch}', 0, 0, 0, 0, 0, false, false,
    null, null, null, null, null, null),
  (14, 1, 'taken@rcv.example', '{destination}', 0, 'CLAIMED', 1795867200000, {now}, {now}, 'one:{epoch}', 0, 0, 0, 0, 0, false, false,
    null, null, null, null, null, null),
  (15, 1, 'delivered@rcv.example', '{destination}', 0, 'DELIVERED', 1795867200000, {now}, {now}, null, null, 1, 0, 0, 0, false, false,
    'END_OF_DATA', '250 2.0.0 Ok: queued as 1', null, null, null, 1795867201000),
  (16, 1, 'parked@rcv.example', '{destination}', 0, 'PARKED', 1795867200000, {now}, {now}, null, null, 1, 1, 0, 0, false, false, 'RCPT',
    '550 5.7.1 Relaying denied', 'FIX_CONFIG', 'RELAY_DENIED', 'phrase.relaying-denied', 1795867201000);
insert into outbox_attempt (recipient, attempt, at, acceptance, phase, reply, decision, reason, rule)
  values (11, 1, 1795867200500, 'NO', 'RCPT', '451 4.3.0 Later', 'RETRY', 'LOCAL_ERROR', 'rfc.451');
insert into outbox_lane (destination, lane, owner, transmitting, accepted, replies)
  values ('{destination}', 0, 'one', array[13], array[14], array['250 2.0.0 Ok: queued as 2']);
insert into outbox_destination (name, throttle, paused_until, parked_at, parked_why)
  values ('{destination}', '2;zik0zj;1;0;2;1;0;0;mx0cypp4;3uw;0;1;0;0;0;0;0;0;0;0;0;0;0;rs;0;0;0;0;1;mx0cyo00;0;0', 0, null, null);

-- SPDX-License-Identifier: Apache-2.0
-- The outbox of resilience4mail, version 1. Instants are milliseconds since 1970 (UTC).
create table outbox_schema (
  version int not null primary key
);
insert into outbox_schema (version) values (1);

create sequence outbox_seq;

-- a message's bytes, once for all of its recipients, and what they do not say about its sending: null, 0 and false leave it
-- to the session; notify_options is -1 for NEVER, or the sum of 1 SUCCESS, 2 FAILURE, 4 DELAY; return_option is 1 FULL, 2 HDRS
create table outbox_message (
  id bigint not null primary key,
  format int not null,
  message_id varchar(998) not null,
  idempotency_key varchar(200) unique,
  size int not null,
  body bytea not null,
  envelope_from varchar(998),
  notify_options int not null default 0,
  return_option int not null default 0,
  mail_extension varchar(998),
  submitter varchar(998),
  send_partial boolean not null default false,
  allow_8bit_mime boolean not null default false,
  created_at bigint not null
);

create index outbox_message_message_id on outbox_message (message_id);

create table outbox_recipient (
  id bigint not null primary key,
  message bigint not null references outbox_message (id),
  address varchar(400) not null,
  destination varchar(300) not null,
  priority int not null,
  state varchar(12) not null,
  due_at bigint not null,
  lives_from bigint not null,
  created_at bigint not null,
  owner varchar(60),
  lane int,
  attempts int not null,
  failures int not null,
  throttled int not null,
  at_once int not null,
  ever_unknown boolean not null,
  delay_told boolean not null,
  phase varchar(12),
  reply varchar(2000),
  decision varchar(12),
  reason varchar(40),
  rule varchar(200),
  settled_at bigint
);
create index outbox_recipient_due on outbox_recipient (destination, priority desc, due_at, id) where state = 'QUEUED';
-- an expression, so that a claim, which is ordered by priority first, cannot be planned with this index and a sort of the whole queue
create index outbox_recipient_next on outbox_recipient (destination, (due_at + 0)) where state = 'QUEUED';
create index outbox_recipient_owned on outbox_recipient (destination, lane) where state = 'CLAIMED';
create index outbox_recipient_message on outbox_recipient (message);
-- for bounces without a Message-ID; whoever has no outcome costs nothing here
create index outbox_recipient_settled_to on outbox_recipient (lower(address)) where state in ('DELIVERED', 'UNKNOWN', 'GIVEN_UP');

-- what each lane has under way: whose final dot may have been sent, and who was accepted, with what reply, and has it not in
-- his own row yet; small, so that it can be written before each final dot
create table outbox_lane (
  destination varchar(300) not null,
  lane int not null,
  owner varchar(60) not null,
  transmitting bigint array not null,
  accepted bigint array not null,
  replies varchar(2000) array not null,
  primary key (destination, lane)
) with (fillfactor = 20);

-- each attempt that did not end with an acceptance, or whose message came back
create table outbox_attempt (
  recipient bigint not null references outbox_recipient (id) on delete cascade,
  attempt int not null,
  at bigint not null,
  acceptance varchar(8) not null,
  phase varchar(12) not null,
  reply varchar(2000),
  decision varchar(12) not null,
  reason varchar(40) not null,
  rule varchar(200) not null,
  primary key (recipient, attempt)
);

-- what all machines know of a destination; '*' stands for the account
create table outbox_destination (
  name varchar(300) not null primary key,
  throttle text,
  paused_until bigint not null default 0,
  parked_at bigint,
  parked_why varchar(2000)
);

-- names the time since the database has lost a commit: a crash empties what is not logged
create unlogged table outbox_epoch (
  one int not null primary key,
  epoch varchar(20) not null
);

-- db-scheduler's own table
create table outbox_task (
  task_name varchar(100) not null,
  task_instance varchar(320) not null,
  task_data bytea,
  execution_time timestamp with time zone not null,
  picked boolean not null,
  picked_by varchar(255),
  last_success timestamp with time zone,
  last_failure timestamp with time zone,
  consecutive_failures int,
  last_heartbeat timestamp with time zone,
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);
create index outbox_task_due on outbox_task (execution_time);
create index outbox_task_heartbeat on outbox_task (last_heartbeat);

-- Who may read what is encrypted. Recipients are public keys.
create table recipient_sets (
  fingerprint text not null primary key,
  recipients text not null
);

-- For whom a delivery is encrypted, as it was planned; null if it is not.
alter table deliveries add column recipients text references recipient_sets (fingerprint);

-- An export as it was encrypted for a set of recipients; written before any destination has a byte of it.
create table encrypted_artifacts (
  export_id text not null references exports (id),
  recipients text not null references recipient_sets (fingerprint),
  size bigint not null,
  sha256 text not null,
  -- What is inside: encrypted bytes of other plain ones are never used again.
  plain_sha256 text not null,
  encrypted_at text not null,
  spooled_on text not null,
  primary key (export_id, recipients)
);

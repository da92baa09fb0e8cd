-- The chain of custody of each job: its last entry, and the key that signs the next one. The row is the lock of the chain.
create table chains (
  chain text not null primary key,
  -- 0: nothing was written yet, and no destination had any of it.
  seq bigint not null,
  sha256 text not null,
  signing_key text not null
);

-- For good: a destination that lost them, or that is new, gets all of them. Hashes and signatures are over the bytes.
create table chain_entries (
  chain text not null references chains (chain),
  seq bigint not null,
  sha256 text not null,
  event text not null,
  export_id text,
  -- The SHA-256 of the artifact, of an entry that is its sidecar.
  artifact text,
  written_at text not null,
  entry ${bytes} not null,
  signature ${bytes} not null,
  primary key (chain, seq)
);

create index chain_entries_of_export on chain_entries (export_id) where export_id is not null;

-- Up to which entry a destination has a chain, and why it gets no more.
create table chain_places (
  chain text not null references chains (chain),
  destination text not null,
  seq bigint not null,
  sha256 text not null,
  error_code text,
  error text,
  hint text,
  primary key (chain, destination)
);

create index chain_places_of_destination on chain_places (destination);

-- The keys that ever signed: what the list of signers is made of.
create table custody_keys (
  public_key text not null primary key,
  signer text not null,
  since text not null,
  until text
);

-- What a destination has beside the chains: the list of signers, and the stranger's way.
create table custody_files (
  destination text not null primary key,
  sha256 text not null
);

package vn.tia.bridge.objects;

import vn.tia.dicom.data.Bytes;

/// What is known of an object that is durable: its id, its size in bytes and the SHA-256 of its
/// bytes in lower-case hex.
///
/// @param blockSums those of its blocks, as [BlockSums] makes them
public record StoredObject(ObjectId id, long size, String sha256, Bytes blockSums) {}

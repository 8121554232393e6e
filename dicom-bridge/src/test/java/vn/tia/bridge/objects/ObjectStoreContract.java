package vn.tia.bridge.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every adapter of [ObjectStore] must do. An adapter's test extends this and opens a store
/// that takes objects of up to [#BYTES_MAX] bytes.
public abstract class ObjectStoreContract {

  protected static final long BYTES_MAX = 1_000_000;

  /// A fresh, empty store.
  protected abstract ObjectStore store() throws IOException;

  @Test
  void givesBackTheBytesThatWerePut() throws Exception {
    try (var store = store()) {
      var bytes = bytes(300_001);
      var stored = put(store, bytes);
      assertThat(stored.size()).isEqualTo(300_001);
      assertThat(read(store, stored.id(), 0)).isEqualTo(bytes);
    }
  }

  @Test
  void tellsTheSha256OfTheBytes() throws Exception {
    try (var store = store()) {
      var stored = put(store, "abc".getBytes(StandardCharsets.US_ASCII));
      // FIPS 180-4 example.
      assertThat(stored.sha256())
          .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
  }

  @Test
  void readsFromAnyOffset() throws Exception {
    try (var store = store()) {
      var stored = put(store, "0123456789".getBytes(StandardCharsets.US_ASCII));
      assertThat(read(store, stored.id(), 7)).asString().isEqualTo("789");
      assertThat(read(store, stored.id(), 10)).isEmpty();
    }
  }

  @Test
  void keepsAnEmptyObject() throws Exception {
    try (var store = store()) {
      assertThat(read(store, put(store, new byte[0]).id(), 0)).isEmpty();
    }
  }

  @Test
  void showsTheBytesBeforeItIsDecidedWhetherTheyStay() throws Exception {
    try (var store = store(); var upload = store.begin()) {
      upload.write("xhellox".getBytes(StandardCharsets.US_ASCII), 1, 5);
      try (var staged = Channels.newInputStream(upload.staged())) {
        assertThat(staged.readAllBytes()).asString().isEqualTo("hello");
      }
    }
  }

  @Test
  void leavesNothingOfAnUploadThatWasNotSealed() throws Exception {
    try (var store = store()) {
      try (var upload = store.begin()) {
        upload.writeAll(new ByteArrayInputStream(bytes(5_000)));
      }
      assertThat(all(store)).isEmpty();
    }
  }

  @Test
  void refusesAnObjectPastTheLimit() throws Exception {
    try (var store = store(); var upload = store.begin()) {
      upload.write(new byte[(int) BYTES_MAX], 0, (int) BYTES_MAX);
      assertThatThrownBy(() -> upload.write(new byte[1], 0, 1))
          .isInstanceOf(ObjectStoreException.TooLarge.class)
          .hasMessage("the object is longer than the limit of 1000000 bytes");
    }
  }

  @Test
  void deletesAnObject() throws Exception {
    try (var store = store()) {
      var id = put(store, bytes(10)).id();
      assertThat(store.delete(id)).isTrue();
      assertThat(store.delete(id)).isFalse();
      assertThatThrownBy(() -> store.open(id)).isInstanceOf(ObjectStoreException.Missing.class);
    }
  }

  @Test
  void listsObjectsByTheTimeOfTheirMaking() throws Exception {
    try (var store = store()) {
      var id = put(store, bytes(10)).id();
      var made = id.created();
      try (var found = store.made(made, made.plusMillis(1))) {
        assertThat(found).containsExactly(id);
      }
      try (var before = store.made(made.minus(Duration.ofDays(9)), made)) {
        assertThat(before).isEmpty();
      }
      try (var after = store.made(made.plusMillis(1), made.plus(Duration.ofDays(9)))) {
        assertThat(after).isEmpty();
      }
    }
  }

  @Test
  void takesManyUploadsAtOnce() throws Exception {
    try (var store = store(); var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<StoredObject>> puts = IntStream.range(0, 200)
          .<Callable<StoredObject>>mapToObj(i -> () -> put(store, bytes(1_000 + i)))
          .toList();
      var ids = new HashSet<ObjectId>();
      for (Future<StoredObject> put : senders.invokeAll(puts)) {
        var stored = put.get();
        ids.add(stored.id());
        assertThat(read(store, stored.id(), 0)).hasSize((int) stored.size());
      }
      assertThat(ids).hasSize(200);
      assertThat(all(store)).isEqualTo(ids);
    }
  }

  @Test
  void theSweepRemovesOnlyOldObjectsThatNoRowNames() throws Exception {
    try (var store = store()) {
      var named = put(store, bytes(10)).id();
      var orphan = put(store, bytes(11)).id();
      var sweep = new OrphanSweep(store, _ -> Set.of(named), OrphanSweep.DAY);
      var now = orphan.created();

      assertThat(sweep.sweep(Instant.EPOCH, now.plus(Duration.ofHours(23)))).isZero();
      assertThat(all(store)).containsExactlyInAnyOrder(named, orphan);

      assertThat(sweep.sweep(Instant.EPOCH, now.plus(Duration.ofHours(25)))).isEqualTo(1);
      assertThat(all(store)).containsExactly(named);
    }
  }

  protected static StoredObject put(ObjectStore store, byte[] bytes) throws IOException {
    try (var upload = store.begin()) {
      upload.writeAll(new ByteArrayInputStream(bytes));
      return upload.seal();
    }
  }

  protected static byte[] read(ObjectStore store, ObjectId id, long offset) throws IOException {
    try (var in = store.stream(id, offset)) {
      return in.readAllBytes();
    }
  }

  protected static Set<ObjectId> all(ObjectStore store) throws IOException {
    try (var made = store.made(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"))) {
      return new HashSet<>(made.toList());
    }
  }

  protected static byte[] bytes(int count) {
    var bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }
}

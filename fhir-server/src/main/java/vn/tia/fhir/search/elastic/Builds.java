package vn.tia.fhir.search.elastic;

import co.elastic.clients.elasticsearch.indices.update_aliases.Action;
import java.io.StringReader;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The builds of the search index in one cluster: each an index of its own, of which the alias
/// `<prefix>-live` names the one that is searched, as soon as it is whole.
record Builds(Cluster cluster, ElasticsearchSettings.Indices indices) {
  private static final Logger LOG = LoggerFactory.getLogger(Builds.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  /// A new, empty one that nobody searches yet.
  Build create(String parameters) {
    var name = "%s-build-%s-%04x".formatted(indices.prefix(),
        STAMP.format(Clock.systemUTC().instant().atOffset(ZoneOffset.UTC)),
        RANDOM.nextInt(1 << 16));
    var body = Mapping.creation(indices, Build.alias(name), Mapping.layout(parameters));
    cluster.change(client -> client.indices().create(create ->
        create.index(name).withJson(new StringReader(body))));
    return new Build(cluster, name, Optional.empty());
  }

  /// The one that is searched, empty where there is none.
  Optional<Build> live() {
    return names(liveAlias()).stream().findFirst()
        .map(name -> new Build(cluster, name, Build.position(cluster, name)));
  }

  /// What a build was made for.
  Optional<String> layout(Build build) {
    return cluster.find(client -> client.indices().getMapping(get -> get.index(build.name())))
        .map(answer -> answer.get(build.name()))
        .flatMap(index -> Mapping.layout(index.mappings()));
  }

  /// Lets that one be searched from now on, at once and whole; all others are dropped.
  void promote(Build build) {
    var actions = new ArrayList<Action>();
    actions.add(Action.of(action -> action.add(add ->
        add.index(build.name()).alias(liveAlias()))));
    var old = names(liveAlias());
    old.remove(build.name());
    old.forEach(name ->
        actions.add(Action.of(action -> action.removeIndex(remove -> remove.index(name)))));
    cluster.change(client -> client.indices().updateAliases(update -> update.actions(actions)));
    sweep(build);
  }

  // Left over from processes that died while they built.
  private void sweep(Build kept) {
    var others = cluster.find(client -> client.indices().get(get ->
            get.index(indices.prefix() + "-build-*").allowNoIndices(true)))
        .map(answer -> new ArrayList<>(answer.result().keySet())).orElseGet(ArrayList::new);
    others.remove(kept.name());
    others.forEach(this::drop);
  }

  /// Drops one that is of no use any more.
  void drop(String name) {
    LOG.info("The index {} of the search in Elasticsearch is dropped.", name);
    cluster.find(client -> client.indices().delete(delete -> delete.index(name)));
  }

  private Set<String> names(String alias) {
    return cluster.find(client -> client.indices().getAlias(get -> get.name(alias)))
        .<Set<String>>map(answer -> new LinkedHashSet<>(answer.result().keySet()))
        .orElseGet(LinkedHashSet::new);
  }

  private String liveAlias() {
    return indices.prefix() + "-live";
  }
}

package vn.tia.fhir.config;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.tia.bridge.prefetch.PrefetchChannel;
import vn.tia.bridge.prefetch.PrefetchRule;
import vn.tia.bridge.prefetch.Prefetching;
import vn.tia.bridge.remote.RemoteStudies;
import vn.tia.bridge.retrieve.RetrieveSettings;
import vn.tia.records.database.Database;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.orders.Orders;
import vn.tia.records.patients.Patients;
import vn.tia.records.studies.InstanceSelection;
import vn.tia.records.studies.StudySearch;

/// Priors that are fetched when an order comes.
@Configuration(proxyBeanMethods = false)
class PrefetchConfiguration {

  /// The rules, each with a name of its own.
  record PrefetchRules(List<PrefetchRule> rules) {
    PrefetchRules {
      rules = List.copyOf(rules);
      var names = new HashSet<String>();
      for (var rule : rules) {
        if (!names.add(rule.name())) {
          throw new IllegalArgumentException(
              "tia.remote.prefetch names " + rule.name() + " twice");
        }
      }
    }
  }

  @Bean
  PrefetchRules prefetchRules(TiaSettings settings, RetrieveSettings destinations) {
    return new PrefetchRules(settings.remote().prefetch().stream()
        .map(one -> one.toRule(destinations)).toList());
  }

  @Bean
  PrefetchChannel.Records prefetchRecords(Database database, Orders orders, Patients patients,
      StudySearch search, InstanceSelection selection, Deliveries deliveries) {
    return new PrefetchChannel.Records(
        database, orders, patients, search, selection, deliveries);
  }

  @Bean
  ChannelOfKind prefetchChannel(PrefetchRules rules, PrefetchChannel.Records records,
      Facilities facilities, RemoteStudies remotes) {
    if (!rules.rules().isEmpty()) {
      records.orders().whenPlaced(
          new Prefetching(rules.rules(), facilities, records.deliveries()));
    }
    return new ChannelOfKind(Prefetching.KIND,
        new PrefetchChannel(rules.rules(), records, remotes, InstantSource.system()));
  }
}

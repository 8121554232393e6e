package vn.tia.fhir.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class TiaConfigurationTest {
  @Test
  void importsEveryConfigurationOfItsPackage() {
    var imported = TiaConfiguration.class.getAnnotation(Import.class).value();

    assertThat(new ClassFileImporter().importPackages(TiaConfiguration.class.getPackageName())
        .stream().filter(one -> one.isAnnotatedWith(Configuration.class)).map(JavaClass::getName)
        .filter(name -> !name.equals(TiaConfiguration.class.getName())))
        .containsExactlyInAnyOrderElementsOf(Stream.of(imported).map(Class::getName).toList());
  }
}

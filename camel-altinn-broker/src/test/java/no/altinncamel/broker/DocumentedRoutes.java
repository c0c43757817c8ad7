package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.ToolProvider;

import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** What a document shows between fences, and a way to run it. */
final class DocumentedRoutes {

    private DocumentedRoutes() {}

    /** The fenced block that follows the marker, such as {@code route:java}. */
    static String block(String document, String marker) throws IOException {
        String text = Files.readString(Path.of("..").resolve(document));
        Matcher block = Pattern.compile("<!-- " + marker + " -->\\s*```\\w+\\n(.*?)```", Pattern.DOTALL)
                .matcher(text);
        assertThat(block.find()).as(marker + " in " + document).isTrue();
        return block.group(1);
    }

    /** @param folder where Java is compiled */
    static void add(CamelContext camel, String dsl, String routes, Path folder) throws Exception {
        if (dsl.equals("java")) {
            camel.addRoutes(compiled(routes, folder));
        } else {
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("routes." + dsl, routes));
        }
    }

    private static RoutesBuilder compiled(String routes, Path folder) throws Exception {
        Path source = folder.resolve("Documented.java");
        Files.writeString(
                source,
                "public class Documented extends org.apache.camel.builder.RouteBuilder { public void configure() {"
                        + routes + "}}");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", classPath, "-d", folder.toString(), source.toString());
        assertThat(result).as("the documented Java compiles").isZero();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, DocumentedRoutes.class.getClassLoader())) {
            return (RoutesBuilder)
                    loader.loadClass("Documented").getDeclaredConstructor().newInstance();
        }
    }
}

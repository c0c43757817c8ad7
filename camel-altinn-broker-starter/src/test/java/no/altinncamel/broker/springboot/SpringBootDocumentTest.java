package no.altinncamel.broker.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of the page on Spring Boot, which the component's own tests cannot compile. */
class SpringBootDocumentTest {

    private static final Pattern BLOCK = Pattern.compile("(?m)^ *```java\\n((?:.*\\n)*?) *```");
    private static final String IMPORTS =
            """
            import org.apache.camel.builder.RouteBuilder;
            import org.springframework.context.annotation.*;
            import org.springframework.stereotype.*;
            """;

    @TempDir
    private Path folder;

    @Test
    void theJavaCompiles() throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "-d",
                folder.toString()));
        int number = 0;
        for (MatchResult block : BLOCK.matcher(Files.readString(Path.of("../docs/spring-boot.md")))
                .results()
                .toList()) {
            Path source = Files.createDirectories(folder.resolve("page" + ++number));
            arguments.add(write(source, block.group(1).stripIndent()).toString());
        }
        assertThat(number).isPositive();

        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, errors, arguments.toArray(String[]::new));
        assertThat(result).as(errors.toString()).isZero();
    }

    private static Path write(Path source, String block) throws IOException {
        String head = "package " + source.getFileName() + ";\n" + IMPORTS;
        if (block.contains("class ")) {
            String name = block.replaceFirst("(?s).*?class (\\w+).*", "$1");
            return Files.writeString(source.resolve(name + ".java"), block.contains("package ") ? block : head + block);
        }
        return Files.writeString(
                source.resolve("Snippet.java"),
                head + "class Snippet extends RouteBuilder { public void configure() {\n" + block + "}}");
    }
}

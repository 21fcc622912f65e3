-- What scripts/check-neovim.sh has Neovim do. Anything that is not as expected ends Neovim with an error.

local function fail(message)
  io.stderr:write(message .. '\n')
  vim.cmd('cquit')
end

local function check(is, message)
  if not is then
    fail(message .. '\n' .. vim.inspect(vim.diagnostic.get(0)))
  end
end

-- Opens a file with a text, and waits for what is found in it.
local function open(name, filetype, text)
  vim.fn.writefile(vim.split(text, '\n'), name)
  vim.cmd.edit(name)
  vim.bo.filetype = filetype
  vim.wait(20000, function()
    return #vim.diagnostic.get(0) > 0
  end)
  return vim.diagnostic.get(0)
end

local ok, why = pcall(function()
  local image = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1'
  local found = open(
    'web.yaml',
    'yaml',
    "requiresCompatibilities: [FARGATE]\ncontainerDefinitions:\n  - {name: 'ä€𝄞', image: '" .. image .. "'}"
  )
  check(#found == 1 and found[1].code == 'execution-role-missing', 'one finding')
  local line = vim.api.nvim_buf_get_lines(0, found[1].lnum, found[1].lnum + 1, false)[1]
  check(line:sub(found[1].col + 2, found[1].end_col - 1) == image, 'the finding is at the image')

  local client = vim.lsp.get_clients()[1]
  vim.api.nvim_win_set_cursor(0, { found[1].lnum + 1, found[1].col + 3 })
  local place = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local answers = vim.lsp.buf_request_sync(0, 'textDocument/hover', place, 20000)
  local shown = answers[client.id].result.contents.value
  check(shown:find('ecr:BatchGetImage', 1, true), 'hover: ' .. shown)

  found = open('web.json', 'json', '{ "containerDefinitions": [ { "name": "ä€𝄞", "image": "nginx", } ] }')
  check(#found == 1 and found[1].code == 'trailing-comma', 'one comma')
  vim.api.nvim_win_set_cursor(0, { 1, found[1].col })
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.isPreferred
    end,
  })
  vim.wait(20000, function()
    return vim.bo.modified and #vim.diagnostic.get(0) == 0
  end)
  vim.cmd.write()
  local saved = vim.fn.readfile('web.json')
  check(saved[1] == '{ "containerDefinitions": [ { "name": "ä€𝄞", "image": "nginx" } ] }', saved[1])
  check(#vim.diagnostic.get(0) == 0, 'nothing is left')
end)
if not ok then
  fail(why)
end
vim.cmd('qa!')
